import { fromBase, toBase } from '../../../../../local/timestream/sql/javascript/math-functions';

test.each([
  ['ff', 16n, 255n],
  ['-FF', 16n, -255n],
  ['+101', 2n, 5n],
  ['zz', 36n, 1295n],
  ['000000000000000000000000000000000000000000000000000000000000000000001', 2n, 1n],
  ['9223372036854775807', 10n, 2n ** 63n - 1n],
  ['-9223372036854775808', 10n, -(2n ** 63n)],
])('%j in base %s is %s', (text, radix, value) => {
  expect(fromBase(text, radix)).toBe(value);
});

test.each([
  ['', 10n], ['-', 10n], ['2', 2n], ['1.5', 10n], [' 1', 10n], ['9223372036854775808', 10n], ['1'.repeat(65), 2n],
])('%j is no number of base %s that fits', (text, radix) => {
  expect(() => fromBase(text, radix)).toThrow(`timestream: Not a valid base-${radix} number: ${text}`);
});

test('numbers are written in lower case with their sign', () => {
  expect(toBase(255n, 16n)).toBe('ff');
  expect(toBase(-255n, 16n)).toBe('-ff');
  expect(toBase(-(2n ** 63n), 2n)).toBe(`-1${'0'.repeat(63)}`);
});

test('a radix lies between 2 and 36', () => {
  expect(() => toBase(1n, 1n)).toThrow('Radix must be between 2 and 36');
  expect(() => fromBase('1', 37n)).toThrow('Radix must be between 2 and 36');
});
