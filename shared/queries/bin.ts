/** Bins: the spans of time a series is computed over, counted from the epoch, in UTC. */
import { durationToNs, nsPerS } from '../time';
import { Sql, sql } from '../timestream/sql';
import type { Refuse } from './request-parameters';

/** A fixed width, or calendar months. `text` is the canonical spelling. */
export type Bin =
  | { readonly kind: 'fixed'; readonly seconds: number; readonly text: string }
  | { readonly kind: 'month'; readonly text: '1mo' };

const unitSeconds = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const widestSeconds = 366 * unitSeconds.d;

const month: Bin = { kind: 'month', text: '1mo' };

function fixedBin(seconds: number): Bin {
  for (const [unit, size] of Object.entries(unitSeconds)) {
    if (seconds % size === 0) return { kind: 'fixed', seconds, text: `${seconds / size}${unit}` };
  }
  throw new RangeError(`not whole seconds: ${seconds}`);
}

/** What an automatic bin can be, from narrow to wide: widths that people read easily. */
const automaticBins: readonly Bin[] = [
  ...[1, 5, 10, 15, 30].map(fixedBin),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => fixedBin(minutes * unitSeconds.m)),
  ...[1, 2, 3, 6, 12].map((hours) => fixedBin(hours * unitSeconds.h)),
  ...[1, 2, 5, 10].map((days) => fixedBin(days * unitSeconds.d)),
  month,
];

/** Reads `30s`, `5m`, `1h`, `1d` or `1mo`. */
export function readBin(text: string, refuse: Refuse): Bin | undefined {
  if (text === month.text) return month;
  if (/^\d+mo$/.test(text)) return refuse(`${text}: not yet (1mo is)`);
  const ns = durationToNs(text);
  const seconds = ns === undefined || ns % nsPerS !== 0n ? 0 : Number(ns / nsPerS);
  if (seconds < 1 || seconds > widestSeconds) return refuse(`'${text}' is not a bin such as 30s, 5m, 1h, 1d (at most 366d) or 1mo`);
  return fixedBin(seconds);
}

/** The narrowest automatic bin that makes at most `maxPoints` of a range; the widest there is when none does. */
export function automaticBin(fromMs: number, toMs: number, maxPoints: number): Bin {
  return automaticBins.find((bin) => binCount(bin, binStart(bin, fromMs), binEnd(bin, toMs)) <= maxPoints) ?? month;
}

/** The start of the bin that a time is in. */
export function binStart(bin: Bin, timeMs: number): number {
  if (bin.kind === 'fixed') return Math.floor(timeMs / (bin.seconds * 1000)) * bin.seconds * 1000;
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** The end (exclusive) of a range that ends at `timeMs`: itself when a bin starts there, else the end of its bin. */
export function binEnd(bin: Bin, timeMs: number): number {
  const start = binStart(bin, timeMs);
  return start === timeMs ? timeMs : nextBin(bin, start);
}

/** The start of the bin after the one that starts at `startMs`. */
export function nextBin(bin: Bin, startMs: number): number {
  if (bin.kind === 'fixed') return startMs + bin.seconds * 1000;
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** How many bins a snapped range has. */
export function binCount(bin: Bin, fromMs: number, toMs: number): number {
  if (bin.kind === 'fixed') return (toMs - fromMs) / (bin.seconds * 1000);
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}

/** The starts of all bins of a snapped range. */
export function binStarts(bin: Bin, fromMs: number, toMs: number): number[] {
  const starts: number[] = [];
  for (let start = fromMs; start < toMs; start = nextBin(bin, start)) starts.push(start);
  return starts;
}

/** The start of the bin that a row is in. */
export function binToSql(bin: Bin): Sql {
  return bin.kind === 'fixed' ? sql`bin(time, ${Sql.seconds(bin.seconds)})` : sql`date_trunc('month', time)`;
}
