import { parseTime, parseValue } from '../../../../local/timestream/records/parse-value';

describe('the text of a time', () => {
  it.each([
    ['1700000000', 'SECONDS', 1700000000000000000n],
    ['1700000000123', 'MILLISECONDS', 1700000000123000000n],
    ['1700000000123456', 'MICROSECONDS', 1700000000123456000n],
    ['1700000000123456789', 'NANOSECONDS', 1700000000123456789n],
    ['0', 'SECONDS', 0n],
  ] as const)('%s %s is exact to the nanosecond', (text, unit, timeNs) => {
    expect(parseTime(text, unit)).toBe(timeNs);
  });

  it.each(['', '-1', '+1', '1.5', '1e9', ' 1', '0x10', 'now', '١'])('is not %j', (text) => {
    expect(parseTime(text, 'SECONDS')).toBeUndefined();
  });
});

describe('the text of a value', () => {
  it.each([
    ['DOUBLE', '22', 22], ['DOUBLE', '-1.5e3', -1500], ['DOUBLE', '.5', 0.5], ['DOUBLE', '1.', 1], ['DOUBLE', '-0', -0],
    ['BIGINT', '9223372036854775807', 9223372036854775807n], ['BIGINT', '-9223372036854775808', -9223372036854775808n], ['BIGINT', '+7', 7n],
    ['BOOLEAN', 'true', true], ['BOOLEAN', 'false', false],
    ['VARCHAR', "it's; -- \0 \"", "it's; -- \0 \""],
    ['TIMESTAMP', '1700000000', 1700000000000000000n],
  ] as const)('%s %j is taken', (type, text, value) => {
    expect(parseValue(type, text, 'SECONDS')).toBe(value);
  });

  it.each([
    ['DOUBLE', 'NaN'], ['DOUBLE', 'Infinity'], ['DOUBLE', '-Infinity'], ['DOUBLE', '1e400'], ['DOUBLE', ''], ['DOUBLE', '.'], ['DOUBLE', '1,5'], ['DOUBLE', '0x1'], ['DOUBLE', ' 1'],
    ['BIGINT', '1.0'], ['BIGINT', '9223372036854775808'], ['BIGINT', '-9223372036854775809'], ['BIGINT', '1e3'], ['BIGINT', ''],
    ['BOOLEAN', 'True'], ['BOOLEAN', '1'], ['BOOLEAN', 'toString'],
    ['TIMESTAMP', '-1'], ['TIMESTAMP', '9223372037'], ['TIMESTAMP', '2023-01-01'],
  ] as const)('%s %j is refused', (type, text) => {
    expect(parseValue(type, text, 'SECONDS')).toBeUndefined();
  });
});
