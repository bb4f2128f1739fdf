import * as fc from 'fast-check';
import { jodaFormat } from '../../../../../../local/timestream/sql/javascript/time-format/joda-format';
import { printTime } from '../../../../../../local/timestream/sql/javascript/time-format/print-time';
import { readTime, refuseUnreadable } from '../../../../../../local/timestream/sql/javascript/time-format/read-time';
import { formatDatetime, parseDatetime } from './formats';

test.each([
  ['yyyy-MM-dd HH:mm:ss.SSSSSSSSS', '2021-01-03 15:07:09.004005006'],
  ['uuuu-LL-dd LLL LLLL', '2021-01-03 Jan January'],
  ['G C Y x w e', 'AD 20 2021 2020 53 7'],
  ['y yy yyy yyyyy xx', '2021 21 2021 02021 20'],
  ['M MM MMM MMMM d dd D DDD', '1 01 Jan January 3 03 3 003'],
  ['E EEE EEEE a', 'Sun Sun Sunday PM'],
  ['K KK h hh H HH k kk', '3 03 3 03 15 15 15 15'],
  ['m mm s ss S SSS', '7 07 9 09 0 004'],
  ['z zzzz Z ZZ ZZZ', 'UTC Coordinated Universal Time +0000 +00:00 UTC'],
  ["yyyy'T'MM 'o''clock' '' -/é", "2021T01 o'clock ' -/é"],
  ["'open", 'open'],
])('2021-01-03 15:07:09.004005006 as %s is %s', (pattern, text) => {
  expect(formatDatetime('2021-01-03 15:07:09.004005006', pattern)).toBe(text);
});

test.each(['b', 'nn', 'Q', 'V', 'XXX', 'O'])('%s is no letter of a pattern', (letters) => {
  expect(() => jodaFormat(`yyyy ${letters}`, 2026)).toThrow(`Illegal pattern component: ${letters}`);
});

test('more than nine digits of a second and an empty pattern are refused', () => {
  expect(() => jodaFormat('SSSSSSSSSS', 2026)).toThrow('A fraction of 10 digits: nanoseconds have 9');
  expect(() => jodaFormat('', 2026)).toThrow('Invalid pattern specification');
});

test.each([
  ['1968-01-13 12', 'yyyy-MM-dd HH', '1968-01-13 12:00:00.000000000'],
  ['2019-12-29 10:10 PST', 'uuuu-LL-dd HH:mm z', '2019-12-29 18:10:00.000000000'],
  ['2019-07-29 10:10 PST', 'yyyy-MM-dd HH:mm z', '2019-07-29 17:10:00.000000000'],
  ['2019-12-29 10:10 EST', 'yyyy-MM-dd HH:mm z', '2019-12-29 15:10:00.000000000'],
  ['2019-12-29 10:10 gmt', 'yyyy-MM-dd HH:mm z', '2019-12-29 10:10:00.000000000'],
  ['2019-12-29 10:10 Europe/Berlin', 'yyyy-MM-dd HH:mm ZZZ', '2019-12-29 09:10:00.000000000'],
  ['Asia/Kolkata 2019-12-29 10:10', 'z yyyy-MM-dd HH:mm', '2019-12-29 04:40:00.000000000'],
  ['2019-12-29T10:10-0830', "yyyy-MM-dd'T'HH:mmZ", '2019-12-29 18:40:00.000000000'],
  ['2019-12-29T10:10+02:00', "yyyy-MM-dd'T'HH:mmZZ", '2019-12-29 08:10:00.000000000'],
  ['2019-12-29T10:10Z', "yyyy-MM-dd'T'HH:mmZ", '2019-12-29 10:10:00.000000000'],
  ['2019-11-03 01:30 America/New_York', 'yyyy-MM-dd HH:mm ZZZ', '2019-11-03 05:30:00.000000000'],
  ['20191229101011123456789', 'yyyyMMddHHmmssSSSSSSSSS', '2019-12-29 10:10:11.123456789'],
  ['2019-12-29 24', 'yyyy-MM-dd kk', '2019-12-29 00:00:00.000000000'],
  ['0 PM', 'K a', '1970-01-01 12:00:00.000000000'],
  ['45', 'yy', '2045-01-01 00:00:00.000000000'],
  ['46', 'yy', '1946-01-01 00:00:00.000000000'],
  ['2019', 'yy', '2019-01-01 00:00:00.000000000'],
  ['461231', 'yyMMdd', '1946-12-31 00:00:00.000000000'],
  ['AD 2019', 'G Y', '2019-01-01 00:00:00.000000000'],
  ['2021 10', 'yyyy ww', '2021-03-08 00:00:00.000000000'],
  // The day of the week moves the date within its week, as in the engine: 2022-11-06 was a Sunday.
  ['Mon, 06 Nov 2022', 'EEE, dd MMM yyyy', '2022-10-31 00:00:00.000000000'],
])('%j by %j is %s', (text, pattern, expected) => {
  expect(parseDatetime(text, pattern)).toBe(expected);
});

test.each([
  ['2019-12-29 10:10 XYZ', 'yyyy-MM-dd HH:mm z', 'Invalid format: "2019-12-29 10:10 XYZ" is malformed at "XYZ"'],
  ['2019-12-29 10:10 Mars/Base', 'yyyy-MM-dd HH:mm z', 'Invalid format: "2019-12-29 10:10 Mars/Base" is malformed at "Mars/Base"'],
  ['2019-12-29 +25', 'yyyy-MM-dd Z', 'Invalid format: "2019-12-29 +25" is malformed at "+25"'],
  ['2019-03-10 02:30 America/New_York', 'yyyy-MM-dd HH:mm z', 'Illegal instant due to time zone offset transition: 2019-03-10 02:30:00.000000000 (America/New_York)'],
  ['BC 10', 'G Y', 'Cannot parse "BC 10": Value 0 for era must be in the range [1,1]'],
  [`${'1'.repeat(40)}x`, "'1'", `Invalid format: "${'1'.repeat(33)}..." is malformed at "${'1'.repeat(32)}..."`],
])('%j by %j is refused: %s', (text, pattern, message) => {
  expect(() => parseDatetime(text, pattern)).toThrow(message);
});

test('what cannot be read is refused by name', () => {
  expect(() => refuseUnreadable(jodaFormat('zzzz', 2026))).toThrow('Parsing not supported: the long name of a time zone');
  expect(() => refuseUnreadable(jodaFormat('C', 2026))).toThrow('Parsing not supported: a century');
});

test('a time written in full reads back to the nanosecond', () => {
  const pattern = fc.constantFrom(
    'yyyy-MM-dd HH:mm:ss.SSSSSSSSS', "EEEE, d MMMM uuuu 'at' h:mm:ss a SSSSSSSSS Z", 'xxxx-ww-e kk:mm:ss SSSSSSSSS ZZ', 'yyyy DDD KK mm ss a SSSSSSSSS z',
    'yyyyMMddHHmmssSSSSSSSSS', "G Y LLL dd ''HH'' m s SSSSSSSSS ZZZ",
  );
  fc.assert(fc.property(fc.bigInt({ min: -9_223_372_036_000_000_000n, max: 2n ** 63n - 1n }), pattern, (ns, text) => {
    const elements = jodaFormat(text, 2026);
    expect(readTime(elements, printTime(elements, ns))).toBe(ns);
  }));
});
