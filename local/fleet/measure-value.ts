/** What a device sends for one measure at a given time: a value of the declared type, before its scale; simulated-device asks. */
import { counterAt } from './counter';
import type { DeclaredMeasure } from './declared-tables';
import { noise } from './noise';
import { signalAt } from './signal';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** More than a device measures, and less than what shows the rounding of a division. */
const significantDigits = 12;

/** How many neighbours of a value are tried for one that its scale makes whole again. */
const mostNeighbours = 1000;

/**
 * @param source seed and device, so that devices differ and a run can be repeated
 * @param drift 0 in health to 1 at the height of a fault
 */
export function measureValue(measure: DeclaredMeasure, source: string, timeMs: number, drift: number): unknown {
  const isFailing = drift > 0.5;
  switch (measure.type) {
    case 'VARCHAR':
      return measure.texts === undefined ? (isFailing ? 'warning' : 'ok') : textOf(measure.texts, isFailing, noise(source, measure.name, Math.floor(timeMs / hourMs)));
    case 'BOOLEAN':
      return isFailing || noise(source, measure.name, timeMs) > 0.9;
    case 'TIMESTAMP':
      // Midnight: a time that stays the same for a while, as that of a start or a calibration does.
      return new Date(timeMs - (timeMs % dayMs)).toISOString();
    default: {
      const value = unscaled(measure, measure.isCounter ? counterAt(measure, source, timeMs) : signalAt(measure, source, timeMs, drift));
      // A whole number that JSON readers would round travels as text.
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value).toString() : value;
    }
  }
}

export function isNumeric({ type }: DeclaredMeasure): boolean {
  return type === 'DOUBLE' || type === 'BIGINT';
}

/** The last of the texts is for faults; which of the others, changes by the hour. */
function textOf(texts: readonly string[], isFailing: boolean, chance: number): string | undefined {
  const healthy = texts.slice(0, Math.max(texts.length - 1, 1));
  return isFailing ? texts.at(-1) : healthy[Math.floor(((chance + 1) / 2) * healthy.length)];
}

/** What times `scale` is the value, or near it where the product would be no whole number, or outside the limits by a rounding. */
function unscaled({ type, scale, min = -Infinity, max = Infinity }: DeclaredMeasure, value: number): number {
  if (scale === undefined) {
    return value;
  }
  const isWhole = type === 'BIGINT';
  const fits = (said: number): boolean => said * scale >= min && said * scale <= max && (!isWhole || Number.isInteger(said * scale));
  const saidFor = (product: number): number => (isWhole ? Math.round(product / scale) : Number((product / scale).toPrecision(significantDigits)));
  for (let step = 0; step < mostNeighbours; step += 1) {
    const said = [value + step, value - step].map(saidFor).find(fits);
    if (said !== undefined) {
      return said;
    }
  }
  // Limits so narrow that only a number between them fits.
  return (Math.max(min, -Number.MAX_VALUE) + Math.min(max, Number.MAX_VALUE)) / 2 / scale;
}
