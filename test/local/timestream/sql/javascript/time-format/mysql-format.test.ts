import * as fc from 'fast-check';
import { mysqlFormat } from '../../../../../../local/timestream/sql/javascript/time-format/mysql-format';
import { printTime } from '../../../../../../local/timestream/sql/javascript/time-format/print-time';
import { readTime } from '../../../../../../local/timestream/sql/javascript/time-format/read-time';
import { dateFormat, dateParse } from './formats';

test.each([
  ['%a %b %c %d %e', 'Sun Jan 1 03 3'],
  ['%f', '004005'],
  ['%H %h %I %i %j %k %l', '15 03 03 07 003 15 3'],
  ['%M %m %p', 'January 01 PM'],
  ['%r', '03:07:09 PM'],
  ['%S %s %T', '09 09 15:07:09'],
  ['%v %x', '53 2020'],
  ['%W %Y %y', 'Sunday 2021 21'],
  ['100%% %q%é 😀%😀', '100% qé 😀😀'],
])('2021-01-03 15:07:09.004005006 as %s is %s', (format, text) => {
  expect(dateFormat('2021-01-03 15:07:09.004005006', format)).toBe(text);
});

test('midnight is 12 on a dial, and so is noon', () => {
  expect(dateFormat('1969-12-31 00:00:00', '%h %l %p %k')).toBe('12 12 AM 0');
  expect(dateFormat('1969-12-31 12:00:00', '%I %p')).toBe('12 PM');
});

test.each(['D', 'U', 'u', 'V', 'w', 'X'])('%%%s is refused by name', (letter) => {
  expect(() => mysqlFormat(`%Y %${letter}`)).toThrow(`%${letter} not supported in date format string`);
});

test.each([
  ['2019-10-20 10:20:20', '%Y-%m-%d %H:%i:%s', '2019-10-20 10:20:20.000000000'],
  ['2019-10-20 10:20:20.123456789', '%Y-%m-%d %T.%f', '2019-10-20 10:20:20.123456789'],
  ['2019-10-20 10:20:20.5', '%Y-%m-%d %T.%f', '2019-10-20 10:20:20.500000000'],
  ['october 3 69', '%M %e %y', '2069-10-03 00:00:00.000000000'],
  ['OCT 3 70', '%b %e %y', '1970-10-03 00:00:00.000000000'],
  ['12:05:06 am', '%r', '1970-01-01 00:05:06.000000000'],
  ['12 PM', '%h %p', '1970-01-01 12:00:00.000000000'],
  ['2020 366', '%Y %j', '2020-12-31 00:00:00.000000000'],
  ['2020 53', '%x %v', '2020-12-28 00:00:00.000000000'],
  ['02-29', '%m-%d', '2000-02-29 00:00:00.000000000'],
  ['7', '%H', '1970-01-01 07:00:00.000000000'],
  ['2021', '%Y', '2021-01-01 00:00:00.000000000'],
])('%j by %j is %s', (text, format, expected) => {
  expect(dateParse(text, format)).toBe(expected);
});

test.each([
  ['2019-10-20', '%Y/%m', 'Invalid format: "2019-10-20" is malformed at "-10-20"'],
  ['2019-10', '%Y-%m-%d', 'Invalid format: "2019-10" is too short'],
  ['2019-10-20 10', '%Y-%m-%d', 'Invalid format: "2019-10-20 10" is malformed at " 10"'],
  ['x', '%Y', 'Invalid format: "x"'],
  ['2019-13-01', '%Y-%m-%d', 'Cannot parse "2019-13-01": Value 13 for monthOfYear must be in the range [1,12]'],
  ['2019-02-29', '%Y-%m-%d', 'Cannot parse "2019-02-29": Value 29 for dayOfMonth must be in the range [1,28]'],
  ['24:00', '%H:%i', 'Cannot parse "24:00": Value 24 for hourOfDay must be in the range [0,23]'],
  ['0 AM', '%l %p', 'Cannot parse "0 AM": Value 0 for clockhourOfHalfday must be in the range [1,12]'],
  ['9', '%y', 'Invalid format: "9"'],
])('%j by %j is refused: %s', (text, format, message) => {
  expect(() => dateParse(text, format)).toThrow(message);
});

test('a time written in full reads back to the nanosecond', () => {
  const microseconds = fc.bigInt({ min: -9_223_372_036_000_000n, max: 9_223_372_036_854_775n });
  const format = fc.constantFrom('%Y-%m-%d %H:%i:%s.%f', '%W, %e %M %Y %r %f', '%x %v %a %T %f', '%Y %j %k:%i:%S.%f', '%f %p %h %i %s %d%m%Y', '%b%%%c %d/%Y %l %i %s %f%p');
  fc.assert(fc.property(microseconds, format, (us, text) => {
    const elements = mysqlFormat(text);
    expect(readTime(elements, printTime(elements, us * 1000n))).toBe(us * 1000n);
  }));
});
