/** Numbers as the rules engine has them, exact to 34 digits and told apart as Int and Decimal; JSON, literals and functions make them. */

// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-data-types.html
const maxDigits = 34;
const maxExponent = 999;

/** So many digits on either side of the point are enough for every number the engine has, and too few to keep it busy. */
const maxWritten = 1100;

/** Text that converts to a number; the sign of an exponent is as JSON has it. */
const numberText = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

export class RuleNumber {
  /** The value is coefficient / 10^scale; an Int has scale 0. */
  private constructor(
    private readonly coefficient: bigint,
    private readonly scale: number,
    readonly isInt: boolean,
  ) {}

  /** Undefined for text that is no number, and for numbers that the engine has not. */
  static parse(text: string): RuleNumber | undefined {
    const [, sign, whole, fraction, exponent] = numberText.exec(text) ?? [];
    if (whole === undefined || whole.length > maxWritten) return undefined;
    const places = fraction?.slice(0, maxWritten) ?? '';
    const coefficient = BigInt(whole + places);
    return RuleNumber.limited(sign === '-' ? -coefficient : coefficient, places.length - Number(exponent ?? 0), fraction === undefined && exponent === undefined);
  }

  static int(value: bigint | number): RuleNumber {
    return new RuleNumber(BigInt(value), 0, true);
  }

  /** A Decimal, also of a whole number; undefined for what is no number or infinite. */
  static double(value: number): RuleNumber | undefined {
    const text = String(value);
    return RuleNumber.parse(/^-?\d+$/.test(text) ? `${text}.0` : text);
  }

  /** What SQL version 2016-03-23 makes of a number: a whole one is an Int, even 10.0. */
  wholeAsInt(): RuleNumber {
    return this.isInt || !this.isWhole() ? this : this.truncated();
  }

  /** An Int becomes a Decimal without a decimal point. */
  asDecimal(): RuleNumber {
    return new RuleNumber(this.coefficient, this.scale, false);
  }

  /** Neither a decimal point nor an exponent. */
  isWrittenWhole(): boolean {
    return this.scale === 0;
  }

  isZero(): boolean {
    return this.coefficient === 0n;
  }

  add(other: RuleNumber): RuleNumber | undefined {
    const [left, right, scale] = aligned(this.coefficient, this.scale, other.coefficient, other.scale);
    return RuleNumber.limited(left + right, scale, this.isInt && other.isInt);
  }

  negated(): RuleNumber {
    return new RuleNumber(-this.coefficient, this.scale, this.isInt);
  }

  multiply(other: RuleNumber): RuleNumber | undefined {
    return RuleNumber.limited(this.coefficient * other.coefficient, this.scale + other.scale, this.isInt && other.isInt);
  }

  /** Two Ints give an Int. Undefined when dividing by zero. */
  divide(other: RuleNumber): RuleNumber | undefined {
    if (other.isZero()) return undefined;
    if (this.isInt && other.isInt) return RuleNumber.int(this.coefficient / other.coefficient);
    const places = Math.max(0, maxDigits + 2 + digits(other.coefficient) - digits(this.coefficient));
    const dividend = this.coefficient * tenTo(places);
    const quotient = dividend / other.coefficient;
    const exact = dividend % other.coefficient === 0n;
    const preferred = this.scale - other.scale;
    if (exact) return RuleNumber.limited(...withoutZeros(quotient, preferred + places, preferred), false);
    // A digit that is no half keeps the rounding from taking a remainder for a tie.
    const sticky = quotient * 10n + (this.coefficient < 0n === other.coefficient < 0n ? 1n : -1n);
    return RuleNumber.limited(sticky, preferred + places + 1, false);
  }

  /** Has the sign of the dividend. Undefined when dividing by zero. */
  remainder(other: RuleNumber): RuleNumber | undefined {
    if (other.isZero()) return undefined;
    const [left, right, scale] = aligned(this.coefficient, this.scale, other.coefficient, other.scale);
    return RuleNumber.limited(left % right, scale, this.isInt && other.isInt);
  }

  /** Negative, zero or positive. */
  compare(other: RuleNumber): number {
    const [left, right] = aligned(this.coefficient, this.scale, other.coefficient, other.scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** To an Int, towards zero. */
  truncated(): RuleNumber {
    return RuleNumber.int(this.scale > 0 ? this.coefficient / tenTo(this.scale) : this.coefficient * tenTo(-this.scale));
  }

  floor(): RuleNumber {
    const whole = this.truncated();
    return this.coefficient < 0n && !this.isWhole() ? RuleNumber.int(whole.coefficient - 1n) : whole;
  }

  /** To the nearest Int; halves go away from zero. */
  rounded(): RuleNumber {
    const half = new RuleNumber(this.coefficient < 0n ? -5n : 5n, 1, false);
    const [value, added, scale] = aligned(this.coefficient, this.scale, half.coefficient, half.scale);
    return new RuleNumber(value + added, scale, false).truncated();
  }

  /** Cut to so many places, its trailing zeros stripped. */
  cutTo(places: number): RuleNumber {
    const cut = this.scale > places ? new RuleNumber(this.coefficient / tenTo(this.scale - places), places, false) : this;
    return cut.isWhole() ? cut.truncated() : new RuleNumber(...withoutZeros(cut.coefficient, cut.scale, 0), false);
  }

  toBigInt(): bigint {
    return this.truncated().coefficient;
  }

  toDouble(): number {
    return Number(this.toString());
  }

  /** JSON text: an Int in full, a Decimal with its own digits and an exponent where it is very small or was written with one. */
  toString(): string {
    const negative = this.coefficient < 0n;
    const unsigned = (negative ? -this.coefficient : this.coefficient).toString();
    return (negative ? '-' : '') + (this.scale === 0 ? unsigned : decimalText(unsigned, this.scale));
  }

  private isWhole(): boolean {
    return this.scale <= 0 || this.coefficient % tenTo(this.scale) === 0n;
  }

  /** Rounded to the digits that the engine keeps, halves to even. */
  private static limited(coefficient: bigint, scale: number, isInt: boolean): RuleNumber | undefined {
    if (coefficient === 0n) return new RuleNumber(0n, isInt ? 0 : Math.min(Math.max(scale, 0), maxDigits), isInt);
    const count = digits(coefficient);
    const exponent = count - 1 - scale;
    if (Number.isNaN(exponent) || Math.abs(exponent) > maxExponent) return undefined;
    const surplus = count - maxDigits;
    if (surplus > 0) return RuleNumber.limited(roundedOff(coefficient, surplus), scale - surplus, isInt);
    return isInt && scale < 0 ? new RuleNumber(coefficient * tenTo(-scale), 0, true) : new RuleNumber(coefficient, scale, isInt);
  }
}

/** As Java's BigDecimal writes it, which the documents' "possibly in scientific notation" describes. */
function decimalText(unsigned: string, scale: number): string {
  const exponent = unsigned.length - 1 - scale;
  if (scale < 0 || exponent < -6) {
    const fraction = unsigned.slice(1);
    return `${unsigned.charAt(0)}${fraction && `.${fraction}`}E${exponent < 0 ? '' : '+'}${exponent}`;
  }
  const padded = unsigned.padStart(scale + 1, '0');
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function aligned(left: bigint, leftScale: number, right: bigint, rightScale: number): [left: bigint, right: bigint, scale: number] {
  const scale = Math.max(leftScale, rightScale);
  return [left * tenTo(scale - leftScale), right * tenTo(scale - rightScale), scale];
}

function withoutZeros(coefficient: bigint, scale: number, leastScale: number): [coefficient: bigint, scale: number] {
  let [stripped, places] = [coefficient, scale];
  while (places > leastScale && stripped % 10n === 0n) {
    stripped /= 10n;
    places -= 1;
  }
  return [stripped, places];
}

function roundedOff(coefficient: bigint, surplus: number): bigint {
  const unit = tenTo(surplus);
  const quotient = coefficient / unit;
  const rest = coefficient % unit;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const goesUp = twice > unit || (twice === unit && quotient % 2n !== 0n);
  return !goesUp ? quotient : coefficient < 0n ? quotient - 1n : quotient + 1n;
}

function digits(coefficient: bigint): number {
  return coefficient.toString().length - (coefficient < 0n ? 1 : 0);
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
