/** The date patterns of time_to_epoch(), which are java.time's: https://docs.oracle.com/en/java/javase/11/docs/api/java.base/java/time/format/DateTimeFormatter.html */
import { dayNames, halfDayNames, monthNames, shortName } from './calendar-names';
import { patternPieces, patternProblem } from './pattern-pieces';
import { timeZone } from './time-zone';

/** How the text of a field looks, and what it says: a number by the name of its part, or a zone. */
interface FieldReader {
  readonly pattern: string;
  readonly part: 'year' | 'month' | 'day' | 'dayName' | 'hour' | 'halfHour' | 'half' | 'minute' | 'second' | 'fraction' | 'zone';
  /** Names in the order of their numbers, from 0 where `from` is not given. */
  readonly names?: readonly string[];
  readonly from?: number;
}

const digits = (count: number, part: FieldReader['part']): FieldReader => ({ pattern: count === 1 ? '\\d{1,2}' : `\\d{${count}}`, part });
const named = (names: readonly string[], part: FieldReader['part'], from = 0): FieldReader => ({ pattern: names.join('|'), part, names, from });

const offset = '[-+]\\d{2}(?::?\\d{2})?';
const region = '[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+';

const readers: Readonly<Record<string, FieldReader>> = {
  yyyy: digits(4, 'year'), uuuu: digits(4, 'year'),
  M: digits(1, 'month'), MM: digits(2, 'month'), MMM: named(monthNames.map(shortName), 'month', 1), MMMM: named(monthNames, 'month', 1),
  d: digits(1, 'day'), dd: digits(2, 'day'),
  E: named(dayNames.map(shortName), 'dayName'), EEE: named(dayNames.map(shortName), 'dayName'), EEEE: named(dayNames, 'dayName'),
  H: digits(1, 'hour'), HH: digits(2, 'hour'), h: digits(1, 'halfHour'), hh: digits(2, 'halfHour'), a: named(halfDayNames, 'half'),
  m: digits(1, 'minute'), mm: digits(2, 'minute'), s: digits(1, 'second'), ss: digits(2, 'second'),
  S: { pattern: '\\d', part: 'fraction' }, SS: digits(2, 'fraction'), SSS: digits(3, 'fraction'), SSSSSS: digits(6, 'fraction'), SSSSSSSSS: digits(9, 'fraction'),
  VV: { pattern: `(?:UTC|GMT|UT)(?:${offset})?|${offset}|Z|${region}`, part: 'zone' }, z: { pattern: `UTC|GMT|${region}`, part: 'zone' },
  Z: { pattern: '[-+]\\d{4}', part: 'zone' },
  X: { pattern: 'Z|[-+]\\d{2}(?:\\d{2})?', part: 'zone' }, XX: { pattern: 'Z|[-+]\\d{4}', part: 'zone' }, XXX: { pattern: 'Z|[-+]\\d{2}:\\d{2}', part: 'zone' },
  x: { pattern: '[-+]\\d{2}(?:\\d{2})?', part: 'zone' }, xx: { pattern: '[-+]\\d{4}', part: 'zone' }, xxx: { pattern: '[-+]\\d{2}:\\d{2}', part: 'zone' },
};

/** What of the pattern is not supported, or undefined when all of it is. */
export function readPatternProblem(pattern: string): string | undefined {
  const problem = patternProblem(pattern, (letters) => Object.hasOwn(readers, letters));
  if (problem !== undefined) return problem;
  const special = (patternPieces(pattern) ?? []).find((piece) => piece.kind === 'text' && /^[[\]{}#]$/.test(piece.text));
  return special?.kind === 'text' ? `${special.text} of the time pattern ${JSON.stringify(pattern)} is not supported` : undefined;
}

/** Epoch milliseconds; undefined when the text is not of the pattern, is no date, or has none. */
export function readTime(text: string, pattern: string): number | undefined {
  const pieces = patternPieces(pattern) ?? [];
  const source = pieces.map((piece) => (piece.kind === 'text' ? escaped(piece.text) : `(${readers[piece.letters]?.pattern})`)).join('');
  const [, ...found] = new RegExp(`^${source}$`).exec(text) ?? [];
  const parts = new Map<FieldReader['part'], string>();
  for (const [index, piece] of pieces.filter(({ kind }) => kind === 'field').entries()) {
    const reader = piece.kind === 'field' ? readers[piece.letters] : undefined;
    const value = found[index];
    if (reader === undefined || value === undefined) return undefined;
    parts.set(reader.part, reader.names === undefined ? value : String(reader.names.indexOf(value) + (reader.from ?? 0)));
  }
  return epochMs(parts);
}

function epochMs(parts: ReadonlyMap<FieldReader['part'], string>): number | undefined {
  const number = (part: FieldReader['part'], otherwise: number): number => Number(parts.get(part) ?? otherwise);
  const zone = timeZone(parts.get('zone') ?? 'UTC');
  const half = parts.get('halfHour');
  const hour = half === undefined ? number('hour', 0) : (Number(half) % 12) + 12 * number('half', NaN);
  const millisecond = Number((parts.get('fraction') ?? '').padEnd(3, '0').slice(0, 3));
  const [year, month, day, minute, second] = [number('year', NaN), number('month', NaN), number('day', NaN), number('minute', 0), number('second', 0)];
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millisecond));
  // Date counts a 30 February on; the pattern's own parser does not take it. Years under 100 it takes for 1900 and later.
  const isDate = wall.getUTCFullYear() === year && wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && wall.getUTCHours() === hour && wall.getUTCMinutes() === minute && second < 60;
  const isRightDay = parts.get('dayName') === undefined || number('dayName', NaN) === wall.getUTCDay();
  const isRightHalf = half === undefined || (Number(half) >= 1 && Number(half) <= 12);
  if (zone === undefined || !isDate || !isRightDay || !isRightHalf) return undefined;
  // The offset of the wall time taken for UTC is wrong only near a change; that of the time it leads to is right.
  const near = wall.getTime() - zone.offsetMsAt(wall.getTime());
  return wall.getTime() - zone.offsetMsAt(near);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
