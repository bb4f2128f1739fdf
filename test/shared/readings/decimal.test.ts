/** Decimal arithmetic against fractions of integers: the product is exact, and the double nearest to it is found. */
import fc from 'fast-check';
import { decimalOf, decimalToDouble, decimalToWhole, product } from '../../../shared/readings/decimal';

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** What the 64 bits of a finite double stand for. */
function fractionOf(double: number): Fraction {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, double);
  const raw = bits.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const mantissa = exponent === 0 ? raw & 0xfffffffffffffn : (raw & 0xfffffffffffffn) | (1n << 52n);
  const power = Math.max(exponent, 1) - 1075;
  const signed = raw >> 63n === 1n ? -mantissa : mantissa;
  return power >= 0 ? { over: signed << BigInt(power), under: 1n } : { over: signed, under: 1n << BigInt(-power) };
}

function neighbours(double: number): number[] {
  const bits = new DataView(new ArrayBuffer(8));
  return [-1n, 1n].map((step) => {
    bits.setFloat64(0, double);
    bits.setBigUint64(0, bits.getBigUint64(0) + step);
    return bits.getFloat64(0);
  });
}

const abs = (whole: bigint) => (whole < 0n ? -whole : whole);

function isNearer(exact: Fraction, a: number, b: number): boolean {
  const distance = ({ over, under }: Fraction) => ({ over: abs(over * exact.under - exact.over * under), under });
  const [near, far] = [distance(fractionOf(a)), distance(fractionOf(b))];
  return near.over * far.under <= far.over * near.under;
}

/** With up to twelve digits and six decimals, as devices and tables.json say them. */
const anyDecimal = fc.record({ digits: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), places: fc.nat(6) });

const textOf = ({ digits, places }: { digits: bigint; places: number }) => `${digits}e-${places}`;

it('scales to the double that is nearest to the exact product', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      fc.pre(a.digits !== 0n && b.digits !== 0n);
      const double = decimalToDouble(product(decimalOf(textOf(a))!, decimalOf(textOf(b))!));
      const exact = { over: a.digits * b.digits, under: 10n ** BigInt(a.places + b.places) };
      for (const other of neighbours(double)) expect(isNearer(exact, double, other)).toBe(true);
    }),
  );
});

it('reads every double as the decimal number that is written for it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
      expect(decimalToDouble(decimalOf(String(double))!)).toBe(double + 0);
    }),
  );
});

it('is whole where the fraction of integers is, and nowhere else', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      const [over, under] = [a.digits * b.digits, 10n ** BigInt(a.places + b.places)];
      const whole = decimalToWhole(product(decimalOf(textOf(a))!, decimalOf(textOf(b))!));
      expect(whole).toBe(over % under === 0n ? over / under : undefined);
    }),
  );
});

it.each(['', 'warm', '0x15', '1,5', '.5', '5.', '1'.repeat(41), `0.${'1'.repeat(41)}`, '1e1000', '1e9999999', ' 1', '+1', 'NaN'])('is not read from %p', (text) => {
  expect(decimalOf(text)).toBeUndefined();
});
