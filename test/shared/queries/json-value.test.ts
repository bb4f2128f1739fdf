import { jsonValue } from '../../../shared/queries/json-value';

test.each([
  [21.5, 'DOUBLE', 21.5],
  [NaN, 'DOUBLE', 'NaN'],
  [-Infinity, 'DOUBLE', '-Infinity'],
  [7n, 'BIGINT', 7],
  [9007199254740991n, 'BIGINT', 9007199254740991],
  [9007199254740993n, 'BIGINT', '9007199254740993'],
  [-9007199254740993n, 'BIGINT', '-9007199254740993'],
  [1_795_341_600_123_456_789n, 'TIMESTAMP', '2026-11-22T10:00:00.123456789Z'],
  ['on', 'VARCHAR', 'on'],
  [false, 'BOOLEAN', false],
  [null, 'DOUBLE', null],
  [undefined, 'DOUBLE', null],
] as const)('%p as %s is %p', (cell, type, json) => {
  expect(jsonValue(cell, type)).toBe(json);
});
