/** Mathematical functions that DuckDB lacks or answers less exactly; functions/math.ts prints calls of these. */
import { BIGINT, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { asBigint, asNumber, asText, fail, ofOne, type JavascriptFunctions } from './javascript-function';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

function checkRadix(radix: bigint): number {
  if (radix < 2n || radix > DIGITS.length) fail(`Radix must be between 2 and ${DIGITS.length}`);
  return Number(radix);
}

/** The value of digits in any case with an optional sign; ASCII digits only, where the service may know others. */
export function fromBase(text: string, radix: bigint): bigint {
  const base = checkRadix(radix);
  const refuse = () => fail(`Not a valid base-${radix} number: ${text}`);
  const [, sign = '', digits = ''] = /^([+-]?)([0-9a-z]+)$/i.exec(text) ?? refuse();
  // 64 digits hold every bigint of base 2: more significant ones cannot fit.
  const significant = digits.toLowerCase().replace(/^0+/, '');
  if (significant.length > 64) refuse();
  let value = 0n;
  for (const digit of significant) {
    const worth = DIGITS.indexOf(digit);
    if (worth >= base) refuse();
    value = value * radix + BigInt(worth);
  }
  if (sign === '-') value = -value;
  return BigInt.asIntN(64, value) === value ? value : refuse();
}

export function toBase(value: bigint, radix: bigint): string {
  return value.toString(checkRadix(radix));
}

export const mathFunctions: JavascriptFunctions = {
  // Exact for cubes, which DuckDB's is not.
  timestream_cbrt: ofOne(DOUBLE, DOUBLE, (value) => Math.cbrt(asNumber(value))),
  timestream_from_base: {
    parameters: [VARCHAR, BIGINT], returns: BIGINT, answer: (text = null, radix = null) => fromBase(asText(text), asBigint(radix)),
  },
  timestream_to_base: {
    parameters: [BIGINT, BIGINT], returns: VARCHAR, answer: (value = null, radix = null) => toBase(asBigint(value), asBigint(radix)),
  },
};
