/** Numbers straight from bytes where that is exact, which it is for what devices measure and when; used by scan-request. */

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
/** As whole numbers these are all below 2^53, and dividing by a power of ten up to 10^22 rounds once: as exactly as parsing the text. */
const maxDigits = 15;
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent);

/** @returns undefined for anything but digits with at most one point among them, and at most a minus before */
export function plainDecimal(bytes: Buffer, start: number, end: number): number | undefined {
  const isNegative = bytes[start] === minus;
  let digits = 0;
  let whole = 0;
  let fraction = 0;
  for (let at = isNegative ? start + 1 : start, seesPoint = false; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits += 1;
      if (seesPoint) fraction += 1;
    } else if (bytes[at] === point && !seesPoint) seesPoint = true;
    else return undefined;
  }
  if (digits === 0 || digits > maxDigits) return undefined;
  const value = whole / (powersOfTen[fraction] ?? 1);
  return isNegative ? -value : value;
}

/** @returns undefined for anything but digits, and for more of them than are exact */
export function plainWhole(bytes: Buffer, start: number, end: number): number | undefined {
  if (end === start || end - start > maxDigits) return undefined;
  let whole = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return undefined;
    whole = whole * 10 + digit;
  }
  return whole;
}
