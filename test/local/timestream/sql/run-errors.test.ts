import { ServiceError } from '../../../../local/timestream/errors';
import { runError } from '../../../../local/timestream/sql/run-errors';

test.each([
  ["Conversion Error: Could not convert string 'timestream: Cannot cast 'a' to INT64\n' to BIGINT' to INT64\n\nLINE 1: SELECT", "Cannot cast 'a' to INT64\n' to BIGINT"],
  ['Out of Range Error: Overflow in addition of INT64 (9223372036854775807 + 1)!', 'bigint addition overflow: 9223372036854775807 + 1'],
  ['Out of Range Error: Overflow in multiplication of INT32 (5 * 6)!', 'integer multiplication overflow: 5 * 6'],
  ['Out of Memory Error: failed to allocate', 'The query needs more memory than the server has'],
])('%j is told in the service\'s words', (message, told) => {
  expect(runError(new Error(message), false)).toEqual(new ServiceError('QueryExecutionException', told));
});

test('a query whose time was over says so', () => {
  expect(runError(new Error('INTERRUPT Error: Interrupted!'), true)).toMatchObject({ code: 'QueryExecutionException', message: expect.stringContaining('60 seconds') });
});

test('what is not known stays an error of the server, for its log only', () => {
  const error = runError(new Error('INTERNAL Error: odd'), false);
  expect(error).not.toBeInstanceOf(ServiceError);
  expect(error.message).toContain('INTERNAL Error: odd');
});

test('text of the caller cannot pass for an error of ours', () => {
  expect(runError(new Error("Invalid Input Error: timestream: made up"), false)).not.toBeInstanceOf(ServiceError);
});
