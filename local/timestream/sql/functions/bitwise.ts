/** Bitwise functions: 64-bit two's complement. */
import { scalarFunction, type Printed } from './function';

const infix = (operator: string) => (a: Printed, b: Printed) => `(${a.sql} ${operator} ${b.sql})`;

export const bitwise = [
  scalarFunction('bit_count(bigint, bigint) -> bigint', (x, bits) => `timestream_bit_count(${x.sql}, ${bits.sql})`),
  scalarFunction('bitwise_and(bigint, bigint) -> bigint', infix('&')),
  scalarFunction('bitwise_or(bigint, bigint) -> bigint', infix('|')),
  scalarFunction('bitwise_xor(bigint, bigint) -> bigint', (a, b) => `xor(${a.sql}, ${b.sql})`),
  scalarFunction('bitwise_not(bigint) -> bigint', (x) => `(~${x.sql})`),
];
