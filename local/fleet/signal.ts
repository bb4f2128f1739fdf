/** What a measure plausibly reads at a given time: a daily wave with noise inside the range its unit suggests. */
import type { DeclaredMeasure } from './declared-tables';
import { noise } from './noise';

type Range = readonly [low: number, high: number];

const dayMs = 86_400_000;

/** How far above its range a measure goes at the height of a fault, in widths of the range. */
const faultHeight = 2.5;

/** The everyday range of a quantity by its unit (UCUM codes and the usual spellings). */
const rangeOfUnit: Readonly<Record<string, Range>> = {
  'Cel': [18, 28], '°C': [18, 28], 'C': [18, 28], '[degF]': [64, 82], '°F': [64, 82], 'K': [291, 301],
  '%': [35, 65], 'hPa': [1000, 1025], 'mbar': [1000, 1025], 'Pa': [100_000, 102_500], 'kPa': [100, 102.5], 'bar': [1, 6],
  'V': [3.4, 4.1], 'mV': [3400, 4100], 'A': [0.5, 3], 'mA': [20, 120], 'W': [50, 400], 'kW': [1, 8], 'Hz': [49.9, 50.1],
  'm/s': [1, 12], 'km/h': [20, 90], 'lx': [50, 800], 'dB': [35, 70], 'dBm': [-95, -60], 'ppm': [420, 900], 'ms': [5, 120],
};

/** The same by name, for measures without a unit. */
const rangeOfName: readonly (readonly [RegExp, Range])[] = [
  [/temp/i, [18, 28]], [/humid|percent|_pct$/i, [35, 65]], [/pressure/i, [1000, 1025]], [/volt/i, [3.4, 4.1]],
  [/speed/i, [20, 90]], [/rssi|signal/i, [-95, -60]], [/^lat(itude)?$/i, [52.45, 52.55]], [/^(lon|lng|longitude)$/i, [13.3, 13.5]],
];
const fallbackRange: Range = [0, 100];

/** A battery runs down and is charged again; everything else follows the day. */
const isBattery = (measure: DeclaredMeasure): boolean => /batt|charge/i.test(measure.name) && !/V$/.test(measure.unit ?? '');
const batteryRange: Range = [20, 100];
const batteryMs = 3 * dayMs;

/** True for what can drift upwards when a device fails. */
export function canDrift(measure: DeclaredMeasure): boolean {
  return (measure.type === 'DOUBLE' || measure.type === 'BIGINT') && !measure.isCounter && !isBattery(measure);
}

/**
 * The number a device reads, inside the declared limits, rounded to about three digits of the range (BIGINT: to whole numbers).
 * @param source seed and device, so that devices differ and a run can be repeated
 * @param drift 0 in health to 1 at the height of a fault
 */
export function signalAt(measure: DeclaredMeasure, source: string, timeMs: number, drift: number): number {
  const [low, high] = plausibleRange(measure);
  const span = high - low;
  const phase = (noise(source, measure.name) + 1) / 2;
  const jitter = noise(source, measure.name, timeMs);
  const level = isBattery(measure)
    ? high - span * ((timeMs / batteryMs + phase) % 1)
    : (low + high) / 2 + span * (0.35 * Math.sin(2 * Math.PI * (timeMs / dayMs + phase)) + 0.1 * jitter + faultHeight * drift);
  return rounded(level, span, measure);
}

/** The everyday range, moved inside the declared limits. */
function plausibleRange(measure: DeclaredMeasure): Range {
  const { min = -Infinity, max = Infinity } = measure;
  const [low, high] = everydayRange(measure);
  const inside: Range = [Math.max(low, min), Math.min(high, max)];
  if (inside[0] < inside[1]) {
    return inside;
  }
  const width = high - low;
  if (min === -Infinity) {
    return [max - width, max];
  }
  return max === Infinity ? [min, min + width] : [min + (max - min) / 4, max - (max - min) / 4];
}

function everydayRange(measure: DeclaredMeasure): Range {
  if (isBattery(measure)) {
    return batteryRange;
  }
  const byUnit = measure.unit === undefined ? undefined : rangeOfUnit[measure.unit];
  return byUnit ?? rangeOfName.find(([name]) => name.test(measure.name))?.[1] ?? fallbackRange;
}

function rounded(value: number, span: number, measure: DeclaredMeasure): number {
  const { min = -Infinity, max = measure.unit === '%' ? Math.max(100, min) : Infinity } = measure;
  if (measure.type === 'BIGINT') {
    return Math.round(Math.min(Math.max(value, Math.ceil(min)), Math.floor(max)));
  }
  const digits = span > 0 ? Math.min(Math.max(2 - Math.floor(Math.log10(span)), 0), 8) : 0;
  return Math.min(Math.max(Number(value.toFixed(digits)), min), max);
}
