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

/** Division of whole numbers, or its remainder; DuckDB answers NULL for a division by zero, the service only for one of NULL. */
export const divide = (operator: '//' | '%') => (dividend: Printed, divisor: Printed): string => {
  if (divisor.literal !== undefined && divisor.literal !== null && divisor.literal !== 0n) return `(${dividend.sql} ${operator} ${divisor.sql})`;
  const byZero = `CAST(${raise('Division by zero')} AS ${dividend.type.kind})`;
  return bind([dividend, divisor], (x, y) => `CASE WHEN ${y} = 0 AND ${x} IS NOT NULL THEN ${byZero} ELSE ${x} ${operator} ${y} END`);
};
