/** Arithmetic on whole numbers where DuckDB's differs: nanoseconds before 1970, and division by zero. */
import type { Printed } from '../functions/function';
import { bind } from './binding';
import { raise } from './raise';

export const NS_PER_MS = 1_000_000n;
export const NS_PER_SECOND = 1_000_000_000n;
export const NS_PER_DAY = 86_400n * NS_PER_SECOND;

/** floor(x / size); DuckDB's // rounds towards zero. `size` is SQL of a positive BIGINT. */
export function floorDivide(x: Printed, size: string): string {
  return bind([x], (value) => `(${value} // ${size} - CASE WHEN ${value} % ${size} < 0 THEN 1 ELSE 0 END)`);
}

/** The remainder that goes with floorDivide, never negative. */
export function floorModulo(x: Printed, size: string): string {
  return `((${x.sql} % ${size} + ${size}) % ${size})`;
}

/** The whole nanoseconds as a constant. */
export function ns(amount: bigint): string {
  return `CAST(${amount} AS BIGINT)`;
}

/** To DuckDB, the remainder of the smallest number by -1 overflows; like any by 1 it is 0. */
const remainder = (x: string, y: string) => `${x} % CASE WHEN ${y} = -1 THEN 1 ELSE ${y} END`;

const smallest = { integer: -(2n ** 31n), bigint: -(2n ** 63n) };

/** The number with the other sign; DuckDB's message for the one that has none names no type. */
export const negate = (type: keyof typeof smallest) => (x: Printed): string => bind([x], (value) =>
  `CASE WHEN ${value} = CAST(${smallest[type]} AS ${type}) THEN CAST(${raise(`${type} negation overflow: ${smallest[type]}`)} AS ${type}) ELSE -${value} END`);

/** Division of whole numbers, or its remainder; DuckDB answers NULL for a division by zero, the service only for one of NULL. */
export const divide = (operator: '//' | '%') => (dividend: Printed, divisor: Printed): string => {
  const isPlain = divisor.literal !== undefined && divisor.literal !== null && divisor.literal !== 0n && (operator === '//' || divisor.literal !== -1n);
  if (isPlain) return `(${dividend.sql} ${operator} ${divisor.sql})`;
  const byZero = `CAST(${raise('Division by zero')} AS ${dividend.type.kind})`;
  return bind([dividend, divisor], (x, y) => `CASE WHEN ${y} = 0 AND ${x} IS NOT NULL THEN ${byZero} ELSE ${operator === '//' ? `${x} // ${y}` : remainder(x, y)} END`);
};
