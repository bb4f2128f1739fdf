import { RateLimits } from '../../../../local/timestream/control/rate-limits';

let nowMs: number;
let limits: RateLimits;
beforeEach(() => {
  nowMs = 5000;
  limits = new RateLimits(() => nowMs);
});

/** How many of the requests pass. */
const passing = (operation: string, requests: number) => Array.from({ length: requests }).filter(() => {
  try {
    limits.take(operation);
    return true;
  } catch {
    return false;
  }
}).length;

test('one request a second creates, updates or deletes, whatever it is', () => {
  limits.take('CreateTable');
  expect(() => limits.take('UpdateDatabase')).toThrow(expect.objectContaining({
    code: 'ThrottlingException', status: 429, message: 'Rate exceeded: Create, Update and Delete requests are limited to 1 per second for the account.',
  }));
  nowMs += 999;
  expect(passing('DeleteScheduledQuery', 1)).toBe(0);
  nowMs += 1;
  expect(passing('DeleteScheduledQuery', 2)).toBe(1);
});

test('five requests a second list, describe, prepare or execute, apart from the others', () => {
  limits.take('CreateTable');
  for (const operation of ['ListTables', 'DescribeEndpoints', 'PrepareQuery', 'ExecuteScheduledQuery', 'ListTagsForResource']) limits.take(operation);
  expect(() => limits.take('DescribeTable')).toThrow('List, Describe, Prepare and ExecuteScheduledQuery requests are limited to 5 per second');
  nowMs += 200;
  expect(passing('DescribeTable', 3)).toBe(1);
});

test('one UNLOAD a second is started, apart from the others', () => {
  expect(passing('Query', 10)).toBe(10);
  limits.take('UNLOAD');
  expect(() => limits.take('UNLOAD')).toThrow('Rate exceeded: UNLOAD statements are limited to 1 per second for the account.');
  nowMs += 1000;
  expect(passing('UNLOAD', 2)).toBe(1);
});

test('no more than one second is saved up', () => {
  nowMs += 60_000;
  expect(passing('ListDatabases', 20)).toBe(5);
  nowMs += 60_000;
  expect(passing('ListDatabases', 20)).toBe(5);
});

test('a refused request costs nothing', () => {
  limits.take('CreateTable');
  expect(passing('CreateTable', 100)).toBe(0);
  nowMs += 1000;
  expect(passing('CreateTable', 1)).toBe(1);
});

test.each(['WriteRecords', 'Query', 'CancelQuery', 'TagResource', 'UntagResource', 'ResumeBatchLoadTask'])('%s has no such limit', (operation) => {
  expect(passing(operation, 1000)).toBe(1000);
});
