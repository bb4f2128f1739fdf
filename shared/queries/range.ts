/** The time range of a question: ISO 8601, epoch milliseconds or relative to now. */
import { durationToNs, isoToNs, msToNs, nsToIso, nsToMs } from '../time';
import type { RequestParameters, Refuse } from './request-parameters';

export interface Range {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

const msPerDay = 86_400_000;
/** Timestream's time ends in April 2262; a year earlier, no bin that a range is snapped to ends after it. */
const endOfTimeMs = Date.UTC(2261, 0);

/** The range of a question that names none. */
export const defaultRangeMs = 3_600_000;

/** The longest range that one question may span; longer ones are refused before they cost anything. */
export const maxRangeDays = 400;

/** The longest that widening to whole bins may make of it: by a month, the widest automatic bin, at each end. */
export const maxWidenedDays = maxRangeDays + 2 * 31;

/** Reads `from` and `to`. Left out, `to` is now, and `from` an hour before `to` or the beginning of Timestream's time. */
export function readRange(parameters: RequestParameters, nowMs: number): Range | undefined {
  const readAt = (text: string, refuse: Refuse) => readTime(text, nowMs, refuse);
  const given = { from: parameters.one('from', readAt), to: parameters.one('to', readAt) };
  const toMs = given.to ?? nowMs;
  const fromMs = given.from ?? Math.max(0, toMs - defaultRangeMs);
  if (fromMs >= toMs) return parameters.refuse(given.from === undefined ? 'to' : 'from', `${iso(fromMs)} is not before to, ${iso(toMs)}`);
  const days = daysOf({ fromMs, toMs });
  if (days > maxRangeDays) return parameters.refuse('from', `the range has ${days} days, more than the ${maxRangeDays} of one question`);
  return { fromMs, toMs };
}

/** How long a range is in days, a begun one counting whole. */
export const daysOf = ({ fromMs, toMs }: Range): number => Math.ceil((toMs - fromMs) / msPerDay);

/** Reads a duration back from now, such as `15m`, in milliseconds. */
export function readDuration(text: string, refuse: Refuse): number | undefined {
  const ns = durationToNs(text);
  const ms = ns === undefined ? 0 : nsToMs(ns);
  if (ms < 1 || ms > maxRangeDays * msPerDay) {
    return refuse(`'${text}' is not a duration such as 90s, 15m, 6h or 7d (at most ${maxRangeDays}d)`);
  }
  return ms;
}

function readTime(text: string, nowMs: number, refuse: Refuse): number | undefined {
  const timeMs = timeFromText(text, nowMs);
  if (timeMs === undefined) {
    const plus = /\d \d\d:?\d\d$/.test(text) ? '; a + in a URL is written %2B' : '';
    return refuse(`'${text}' is not a time such as 2026-11-22T10:00:00Z, 1795341600000 (epoch ms), -6h or now${plus}`);
  }
  return timeMs >= 0 && timeMs < endOfTimeMs ? timeMs : refuse(`'${text}' is not a time from 1970 to 2260`);
}

function timeFromText(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const ns = text.startsWith('-') ? durationToNs(text.slice(1)) : isoToNs(text);
  if (ns === undefined) return undefined;
  return text.startsWith('-') ? nowMs - nsToMs(ns) : nsToMs(ns);
}

const iso = (timeMs: number): string => nsToIso(msToNs(timeMs));
