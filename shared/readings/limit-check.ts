/** Holds a number to `min` and `max` of tables.json by the policy of its measure; number-decoders ask after scaling. */
import type { MeasureDefinition } from '../tables/definition';
import { quoted, Refusal } from './refusal';
import { settled, type Settled } from './settled';

type LimitCheck = (value: number | bigint) => string | Settled | undefined;

/**
 * A counter starts at 0 and rises, so it has that limit whether or not another is declared.
 *
 * @returns undefined when there are no limits; else a check that answers with undefined for a value between them
 */
export function limitCheck({ name, min, max, kind, policy: { ifOutOfRange } }: MeasureDefinition): LimitCheck | undefined {
  if (kind === 'gauge' && min === undefined && max === undefined) return undefined;
  const lowest = kind === 'counter' ? Math.max(0, min ?? 0) : (min ?? -Infinity);
  const highest = max ?? Infinity;
  return (value) => {
    if (value >= lowest && value <= highest) return undefined;
    const isLow = value < lowest;
    const limit = isLow ? lowest : highest;
    if (ifOutOfRange === 'clamp') return String(limit);
    return settled(ifOutOfRange, new Refusal('out-of-range', `${name}: ${quoted(value)} is ${isLow ? 'below the minimum' : 'above the maximum'} ${limit}`));
  };
}
