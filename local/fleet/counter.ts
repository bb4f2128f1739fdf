/** What a counter reads at a given time: it rises by day and by night, and begins again every few weeks; measure-value asks. */
import type { DeclaredMeasure } from './declared-tables';
import { noise } from './noise';

const dayMs = 86_400_000;
/** Whole days, so that the daily wave ends where it began. */
const daysBetweenResets = 21;
/** How far a counter without limits gets: some three units a minute. */
const everydaySpan = 100_000;
/** Below 1 the counter never stands still, and never falls. */
const waveOfDay = 0.6;
const digits = 1000;

/**
 * Between resets it never falls, whatever the times that are asked for, and it is never below 0.
 * @param source seed and device, so that devices differ and a run can be repeated
 */
export function counterAt({ name, type, min, max }: DeclaredMeasure, source: string, timeMs: number): number {
  const low = Math.max(0, min ?? 0);
  const high = max ?? low + everydaySpan;
  const days = timeMs / dayMs + ((noise(source, name) + 1) / 2) * daysBetweenResets;
  const used = days + (waveOfDay / (2 * Math.PI)) * Math.sin(2 * Math.PI * days);
  const part = (used % daysBetweenResets) / daysBetweenResets;
  const value = low + part * (high - low);
  return type === 'BIGINT' ? Math.min(Math.ceil(value), Math.floor(high)) : Math.min(Math.max(Math.floor(value * digits) / digits, low), high);
}
