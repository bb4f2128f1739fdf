/** bit_count; functions/bitwise.ts prints calls of it, the other bitwise functions are DuckDB's own operators. */
import { BIGINT } from '@duckdb/node-api';
import { asBigint, fail, type JavascriptFunctions } from './javascript-function';

/** The ones in the two's complement of so many bits. */
export function bitCount(value: bigint, bits: bigint): bigint {
  if (bits < 2n || bits > 64n) fail(`Bits specified in bit_count must be between 2 and 64, got ${bits}`);
  const width = Number(bits);
  if (BigInt.asIntN(width, value) !== value) {
    fail(`Number must be representable with the bits specified. ${value} can not be represented with ${bits} bits`);
  }
  return BigInt(BigInt.asUintN(width, value).toString(2).replaceAll('0', '').length);
}

export const bitwiseFunctions: JavascriptFunctions = {
  timestream_bit_count: { parameters: [BIGINT, BIGINT], returns: BIGINT, answer: (value = null, bits = null) => bitCount(asBigint(value), asBigint(bits)) },
};
