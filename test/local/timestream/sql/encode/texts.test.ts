import * as fc from 'fast-check';
import { doubleText } from '../../../../../local/timestream/sql/encode/double-text';
import { dateText, dayIntervalText, monthIntervalText, timestampText, timeText } from '../../../../../local/timestream/sql/encode/time-text';
import { parseDate, parseTime, parseTimestamp } from '../../../../../local/timestream/sql/parse-time';

test.each([
  [35.1, '35.1'], [1, '1.0'], [-0, '-0.0'], [0, '0.0'], [1655487883.7710001, '1.6554878837710001E9'], [1e7, '1.0E7'], [9999999, '9999999.0'],
  [0.001, '0.001'], [0.00099, '9.9E-4'], [1e-320, '1.0E-320'], [1.7976931348623157e308, '1.7976931348623157E308'], [1e21, '1.0E21'],
  [NaN, 'NaN'], [Infinity, 'Infinity'], [-Infinity, '-Infinity'],
])('the double %d is written as Java writes it: %s', (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test('a double reads back as itself', () => {
  fc.assert(fc.property(fc.double({ noNaN: true }), (value) => expect(Number(doubleText(value))).toBe(value)));
});

test('timestamps have nine digits and no nanosecond is lost', () => {
  expect(timestampText(1655487883771000678n)).toBe('2022-06-17 17:44:43.771000678');
  expect(timestampText(-1n)).toBe('1969-12-31 23:59:59.999999999');
  fc.assert(fc.property(fc.bigInt({ min: -9_223_372_036_000_000_000n, max: 2n ** 63n - 1n }), (ns) => expect(parseTimestamp(timestampText(ns))).toBe(ns)));
});

test('dates and times read back as themselves', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 106_751 }), (days) => expect(parseDate(dateText(days))).toBe(days)));
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 86_399_999_999_999n }), (ns) => expect(parseTime(timeText(ns))).toBe(ns)));
});

test('intervals', () => {
  expect(dayIntervalText(162_000_000_000_000n)).toBe('1 21:00:00.000000000');
  expect(dayIntervalText(-1n)).toBe('-0 00:00:00.000000001');
  expect(monthIntervalText(31)).toBe('2-7');
  expect(monthIntervalText(-13)).toBe('-1-1');
});

test.each(['2021-02-30', '2021-13-01', '21-01-01', '2021-01-01 24:00', '2021-01-01 10', '2021-01-01T10:00', '2021-01-01 10:00 UTC', ' 2021-01-01', '1600-01-01', ''])(
  '%j is no timestamp', (text) => expect(parseTimestamp(text)).toBeUndefined(),
);

test.each(['1677-09-21 00:12:43.999999999', '2262-04-11 23:47:16.854775808'])('%s is beyond the timestamps', (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test.each(['1969-12-31', '2262-04-12', '2021-02-29', '2021-00-01', '2021-1-0'])('%s is no date', (text) => {
  expect(parseDate(text)).toBeUndefined();
});
