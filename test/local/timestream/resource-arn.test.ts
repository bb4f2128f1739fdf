import { databaseArn, resourceOf, tableArn } from '../../../local/timestream/resource-arn';

const place = { region: 'us-east-1', accountId: '000000000000' };

test('what is written is read again', () => {
  expect(resourceOf(databaseArn('my.db-1', place))).toEqual({ kind: 'database', databaseName: 'my.db-1' });
  expect(resourceOf(tableArn('my.db-1', 't_2', place))).toEqual({ kind: 'table', databaseName: 'my.db-1', tableName: 't_2' });
});

test('scheduled queries are told apart, in any region, account and partition', () => {
  expect(resourceOf('arn:aws-cn:timestream:cn-north-1:123456789012:scheduled-query/nightly-0a1b')).toEqual({ kind: 'scheduled-query', name: 'nightly-0a1b' });
});

test.each(['', 'd', 'arn:aws:s3:::bucket', 'arn:aws:timestream:us-east-1:1:database/', 'arn:aws:timestream:us-east-1:1:database/d/table/', 'arn:aws:timestream:us-east-1:1:table/t'])('%j is refused', (arn) => {
  expect(() => resourceOf(arn)).toThrow('is not the ARN of a database, a table or a scheduled query.');
});
