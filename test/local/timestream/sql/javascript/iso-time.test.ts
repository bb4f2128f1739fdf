import * as fc from 'fast-check';
import { dateText, timestampText } from '../../../../../local/timestream/sql/encode/time-text';
import { isoDateDays, isoTimestampNs } from '../../../../../local/timestream/sql/javascript/iso-time';

test.each([
  ['2022-06-17T08:04:05Z', '2022-06-17 08:04:05.000000000'],
  ['2022-06-17T08:04:05.000000001-05:30', '2022-06-17 13:34:05.000000001'],
  ['2022-06-17T08:04:05,5+0530', '2022-06-17 02:34:05.500000000'],
  ['2022-06-17T08+05', '2022-06-17 03:00:00.000000000'],
  ['2022-06-17t08:04z', '2022-06-17 08:04:00.000000000'],
  ['2022-06-17T08:04:05+01:02:03.004', '2022-06-17 07:02:01.996000000'],
  ['2022-06-17T', '2022-06-17 00:00:00.000000000'],
  ['2022-06-17TZ', '2022-06-17 00:00:00.000000000'],
  ['2022-06-17', '2022-06-17 00:00:00.000000000'],
  ['2022-6-7T1:2:3', '2022-06-07 01:02:03.000000000'],
  ['2022-06', '2022-06-01 00:00:00.000000000'],
  ['2022', '2022-01-01 00:00:00.000000000'],
  ['2022-168T12', '2022-06-17 12:00:00.000000000'],
  ['2020-366', '2020-12-31 00:00:00.000000000'],
  ['2022-W24-5T08:04', '2022-06-17 08:04:00.000000000'],
  ['2022-W01', '2022-01-03 00:00:00.000000000'],
  ['2020-W53-7', '2021-01-03 00:00:00.000000000'],
  ['T10.5', '1970-01-01 10:30:00.000000000'],
  ['T10:20.25', '1970-01-01 10:20:15.000000000'],
  ['2262-04-11T23:47:16.854775807Z', '2262-04-11 23:47:16.854775807'],
])('%s is %s', (text, expected) => {
  expect(timestampText(isoTimestampNs(text))).toBe(expected);
});

test.each([
  '', 'Z', '2022-06-17 08:04:05', '2022-06-17Z', '2022-06-17T08:04:05.0000000001', '20220617', '22-06-17', '2022-06-17T08:04:05+5', '2022-06-17T08:04:05+24',
  '2022-06-17T08:04:05 UTC', '2022-06-17T08:04:05Zx', 'T25:00x', ' 2022-06-17',
])('%j is no ISO 8601 timestamp', (text) => {
  expect(() => isoTimestampNs(text)).toThrow(`Invalid format: "${text}"`);
});

test.each([
  ['2022-13-01', 'Value 13 for monthOfYear must be in the range [1,12]'],
  ['2021-02-29', 'Value 29 for dayOfMonth must be in the range [1,28]'],
  ['2021-366', 'Value 366 for dayOfYear must be in the range [1,365]'],
  ['2021-W53', 'Value 53 for weekOfWeekyear must be in the range [1,52]'],
  ['2021-W01-8', 'Value 8 for dayOfWeek must be in the range [1,7]'],
  ['2021-01-01T24:00', 'Value 24 for hourOfDay must be in the range [0,23]'],
])('%s has a value that its field does not have', (text, problem) => {
  expect(() => isoTimestampNs(text)).toThrow(`Cannot parse "${text}": ${problem}`);
});

test.each(['2262-04-11T23:47:16.854775808Z', '1677-09-21T00:12:43Z', '9999-01-01', '2262-04-11T23:47:16-01:00'])('%s is out of range', (text) => {
  expect(() => isoTimestampNs(text)).toThrow(`Out of range for timestamp: ${text} (1677-09-21 00:12:44.000000000 to 2262-04-11 23:47:16.854775807)`);
});

test('dates take the same forms, from 1970 to 2262', () => {
  expect(['2022-07-17', '2022-W24-5', '2022-168', '2022-07'].map((text) => dateText(isoDateDays(text)))).toEqual(['2022-07-17', '2022-06-17', '2022-06-17', '2022-07-01']);
  expect(() => isoDateDays('2022-07-17T00:00')).toThrow('Invalid format: "2022-07-17T00:00"');
  expect(() => isoDateDays('1969-12-31')).toThrow('Out of range for date: 1969-12-31 (1970-01-01 to 2262-04-11)');
});

test('what a timestamp is written as reads back as itself', () => {
  fc.assert(fc.property(fc.bigInt({ min: -9_223_372_036_000_000_000n, max: 2n ** 63n - 1n }), (ns) => {
    expect(isoTimestampNs(timestampText(ns).replace(' ', 'T'))).toBe(ns);
  }));
});
