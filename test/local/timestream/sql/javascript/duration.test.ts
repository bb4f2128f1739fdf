import * as fc from 'fast-check';
import { durationNs } from '../../../../../local/timestream/sql/javascript/duration';

test.each([
  ['42.8ms', 42_800_000n], ['1day', 86_400_000_000_000n], ['1 d', 86_400_000_000_000n], ['90m', 5_400_000_000_000n], ['1.5h', 5_400_000_000_000n],
  ['3 us', 3_000n], ['7nanosecond', 7n], ['0s', 0n], [' 2 S ', 2_000_000_000n], ['0.4ns', 0n], ['0.5ns', 1n], ['0.1234567891s', 123_456_789n],
  ['106751d', 9_223_286_400_000_000_000n],
])('%j is %d nanoseconds', (text, ns) => {
  expect(durationNs(text)).toBe(ns);
});

test.each(['', '5', 'ms', '-1s', '1s 2s', '1,5s', '1e3s', '.5s', `${'9'.repeat(50)}s`])('%j is no duration', (text) => {
  expect(() => durationNs(text)).toThrow(`duration is not a valid data duration string: ${text}`);
});

test.each([['1month', 'month'], ['1y', 'y'], ['1week', 'week'], ['2days', 'days'], ['1constructor', 'constructor']])('%j has no unit of fixed length', (text, unit) => {
  expect(() => durationNs(text)).toThrow(`Unknown time unit: ${unit}`);
});

test('what 64 bits of nanoseconds do not hold is out of range', () => {
  expect(() => durationNs('106752d')).toThrow('The interval of 106752d is out of range');
});

test('nine decimals of a second are nanoseconds', () => {
  fc.assert(fc.property(fc.nat({ max: 999_999_999 }), fc.nat({ max: 9_000_000 }), (fraction, seconds) => {
    expect(durationNs(`${seconds}.${String(fraction).padStart(9, '0')}s`)).toBe(BigInt(seconds) * 1_000_000_000n + BigInt(fraction));
  }));
});
