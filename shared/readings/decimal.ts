/** Exact decimal numbers, so that 2153 scaled by 0.1 is 215.3 and not 215.30000000000001; number-decoders scales with them. */

/** digits * 10^exponent */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Bounded, since a device writes it: a product of two such numbers is small work. */
const decimalPattern = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** @returns undefined when the text is no decimal number, or has more digits than any measure */
export function decimalOf(text: string): Decimal | undefined {
  const [, sign, whole, fraction = '', exponent = '0'] = decimalPattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

export function product(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, exponent: a.exponent + b.exponent };
}

/** @returns the nearest double; reading decimal text is where JavaScript rounds correctly */
export function decimalToDouble({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}

/** @returns undefined when it is not whole */
export function decimalToWhole({ digits, exponent }: Decimal): bigint | undefined {
  const power = 10n ** BigInt(Math.abs(exponent));
  if (exponent >= 0) return digits * power;
  return digits % power === 0n ? digits / power : undefined;
}
