/** Doubles as Java writes them, which is how the service does: `35.1`, `1.0`, `1.6554878837710001E9`. */

/** Java uses exponents from here on, and below the other end. */
const EXPONENT_FROM = 1e7;
const EXPONENT_BELOW = 1e-3;

export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= EXPONENT_BELOW && size < EXPONENT_FROM) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
