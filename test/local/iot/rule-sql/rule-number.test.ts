/** The arithmetic of rule SQL against whole numbers, and its text. */
import * as fc from 'fast-check';
import { RuleNumber } from '../../../../local/iot/rule-sql/rule-number';

const number = (text: string): RuleNumber => RuleNumber.parse(text)!;
/** A decimal of few digits: what is computed with two of them fits the engine's 34. */
const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.nat({ max: 6 }));
const textOf = ([units, places]: readonly [bigint, number]): string => {
  const padded = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  return (units < 0n ? '-' : '') + (places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`);
};
const millionths = ([units, places]: readonly [bigint, number]): bigint => units * 10n ** BigInt(6 - places);

describe('a number', () => {
  it.each(['0', '-7', '10.0', '0.50', '-0.000001', '12345678901234567890.123'])('keeps the text %s', (text) => {
    expect(number(text).toString()).toBe(text);
  });

  it.each([['1e3', '1E+3'], ['1.50E-9', '1.50E-9'], ['0.0000001', '1E-7'], ['-2e-2', '-0.02'], ['0e5', '0'], ['9.9e999', '9.9E+999']])('writes %s as %s', (text, written) => {
    expect(number(text).toString()).toBe(written);
  });

  it.each(['', 'x', '1.', '.5', '+1', '0x1', '1e', '1e1000', '1e-1000', '1e99999999999999999999'])('is not made of %s', (text) => {
    expect(RuleNumber.parse(text)).toBeUndefined();
  });

  it('is read in no time from a payload full of digits', () => {
    const many = '7'.repeat(100_000);
    expect(RuleNumber.parse(many)).toBeUndefined();
    expect(number(`0.${many}`).toString()).toBe(`0.${'7'.repeat(33)}8`);
  });

  it.each([
    ['12345678901234567890123456789012345', '12345678901234567890123456789012340'],
    ['1234567890123456789012345678901234.5', '1234567890123456789012345678901234'],
    ['1234567890123456789012345678901235.5', '1234567890123456789012345678901236'],
    ['9999999999999999999999999999999999.9', '1.000000000000000000000000000000000E+34'],
  ])('rounds %s to 34 digits, halves to even', (text, rounded) => {
    expect(number(text).toString()).toBe(rounded);
  });

  it.each([['7', '2', '3'], ['-7', '2', '-3'], ['7.0', '2', '3.5'], ['1.0', '8', '0.125'], ['10.0', '2.0', '5'], ['2.0', '3', '0.6666666666666666666666666666666667']])('divides %s by %s', (a, b, quotient) => {
    expect(number(a).divide(number(b))?.toString()).toBe(quotient);
  });

  it('adds, multiplies and compares exactly', () => {
    fc.assert(fc.property(decimal, decimal, (a, b) => {
      const [left, right] = [number(textOf(a)), number(textOf(b))];
      expect(left.add(right)?.compare(number(textOf([millionths(a) + millionths(b), 6])))).toBe(0);
      expect(left.multiply(right)?.compare(number(textOf([a[0] * b[0], a[1] + b[1]])))).toBe(0);
      expect(left.compare(right)).toBe(millionths(a) < millionths(b) ? -1 : millionths(a) > millionths(b) ? 1 : 0);
    }));
  });

  it('divides to what multiplies back, and leaves the remainder of the dividend', () => {
    fc.assert(fc.property(decimal, decimal.filter(([units]) => units !== 0n), (a, b) => {
      const [left, right] = [number(textOf(a)).asDecimal(), number(textOf(b)).asDecimal()];
      const error = left.add((left.divide(right)?.multiply(right) ?? right).negated())?.toDouble() ?? NaN;
      expect(Math.abs(error)).toBeLessThanOrEqual(Math.abs(left.toDouble()) * 1e-32);
      expect(left.remainder(right)?.compare(number(textOf([millionths(a) % millionths(b), 6])))).toBe(0);
    }));
  });

  it('rounds down, up, to the nearest and towards zero', () => {
    fc.assert(fc.property(decimal, (a) => {
      const value = number(textOf(a));
      const floor = value.floor().toBigInt();
      expect(value.truncated().toBigInt()).toBe(millionths(a) / 1_000_000n);
      expect(floor * 1_000_000n <= millionths(a) && (floor + 1n) * 1_000_000n > millionths(a)).toBe(true);
      const twice = value.rounded().toBigInt() * 2_000_000n - millionths(a) * 2n;
      expect(twice <= 1_000_000n && twice >= -1_000_000n).toBe(true);
      expect(value.wholeAsInt().isInt).toBe(millionths(a) % 1_000_000n === 0n);
    }));
  });
});
