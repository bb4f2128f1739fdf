import { ServiceError } from '../../../../local/timestream/errors';
import { runError } from '../../../../local/timestream/sql/run-errors';

test.each([
  ["Conversion Error: Could not convert string 'timestream: Cannot cast 'a' to INT64\n' to BIGINT' to INT64\n\nLINE 1: SELECT", "Cannot cast 'a' to INT64\n' to BIGINT"],
  ['Invalid Input Error: timestream: Unknown time unit: x\ny', 'Unknown time unit: x\ny'],
  ['Out of Range Error: Overflow in addition of INT64 (9223372036854775807 + 1)!', 'bigint addition overflow: 9223372036854775807 + 1'],
  ['Out of Range Error: Overflow in multiplication of INT32 (5 * 6)!', 'integer multiplication overflow: 5 * 6'],
  ['Out of Range Error: Overflow in division of -2147483648 / -1', 'integer division overflow: -2147483648 / -1'],
  ['Out of Range Error: Overflow on abs(-9223372036854775808)', 'Value -9223372036854775808 is out of range for abs(bigint)'],
  ['Invalid Input Error: {"exception_type":"Out of Memory","exception_message":"failed to allocate data"}', 'The query needs more memory than the server has'],
  ['Out of Memory Error: failed to allocate', 'The query needs more memory than the server has'],
  ['IO Error: Could not write file "/data/scratch/a.parquet": No space left on device', 'The query needs more space on the disk than the server has'],
  ['ENOSPC: no space left on device, write', 'The query needs more space on the disk than the server has'],
])('%j is told in the service\'s words', (message, told) => {
  expect(runError(new Error(message))).toEqual(new ServiceError('QueryExecutionException', told));
});

test('what is not known stays an error of the server, for its log only', () => {
  const error = runError(new Error('INTERNAL Error: odd'));
  expect(error).not.toBeInstanceOf(ServiceError);
  expect(error.message).toContain('INTERNAL Error: odd');
});

test('text of the caller cannot pass for an error of ours', () => {
  expect(runError(new Error("Invalid Input Error: cannot read 'timestream: made up'"))).not.toBeInstanceOf(ServiceError);
});
