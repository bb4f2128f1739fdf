/** Values of rows as JSON: what JSON's numbers cannot say is text. */
import type { MeasureType } from '../tables/definition';
import { nsToIso } from '../time';
import type { Cell } from '../timestream/rows';

export type JsonValue = number | string | boolean | null;

/**
 * A value as JSON.
 *
 * Whole numbers beyond 2^53 are text, because most readers of JSON would round them; NaN and infinities (a sum can overflow)
 * are text, because JSON has none; a TIMESTAMP is ISO 8601 in UTC.
 */
export function jsonValue(cell: Cell | undefined, type: MeasureType): JsonValue {
  if (typeof cell === 'bigint') {
    if (type === 'TIMESTAMP') return nsToIso(cell);
    const number = Number(cell);
    return Number.isSafeInteger(number) ? number : String(cell);
  }
  if (typeof cell === 'number' && !Number.isFinite(cell)) return String(cell);
  return cell ?? null;
}
