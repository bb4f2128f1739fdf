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

/** A divisor, checked: DuckDB answers NULL for a division by zero. */
export function divisor(x: Printed): string {
  if (x.literal !== undefined && x.literal !== null && x.literal !== 0n) return x.sql;
  return bind([x], (value) => `CASE WHEN ${value} = 0 THEN ${raise('Division by zero')} ELSE ${value} END`);
}
