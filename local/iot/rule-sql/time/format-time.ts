/** The date patterns of parse_time(), which are Joda-Time's: https://www.joda.org/joda-time/apidocs/org/joda/time/format/DateTimeFormat.html */
import { dayNames, halfDayNames, monthNames, shortName } from './calendar-names';
import { patternPieces, patternProblem } from './pattern-pieces';
import { timeZone } from './time-zone';

/** A moment in its zone: the fields of `wall` read as UTC are those of the zone's clock. */
interface Moment {
  readonly wall: Date;
  readonly offsetMs: number;
  readonly zoneId: string;
  readonly zoneName: string;
}

type Field = (moment: Moment, length: number) => string;

const year: Field = ({ wall }, length) => (length === 2 ? pad(wall.getUTCFullYear() % 100, 2) : pad(wall.getUTCFullYear(), length));

const fields: Readonly<Record<string, Field>> = {
  G: ({ wall }) => (wall.getUTCFullYear() > 0 ? 'AD' : 'BC'),
  y: year,
  Y: year,
  M: ({ wall }, length) => nameOrNumber(monthNames[wall.getUTCMonth()] ?? '', wall.getUTCMonth() + 1, length),
  d: ({ wall }, length) => pad(wall.getUTCDate(), length),
  D: ({ wall }, length) => pad(Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, length),
  E: ({ wall }, length) => nameOfLength(dayNames[wall.getUTCDay()] ?? '', length),
  a: ({ wall }) => halfDayNames[wall.getUTCHours() < 12 ? 0 : 1],
  H: ({ wall }, length) => pad(wall.getUTCHours(), length),
  k: ({ wall }, length) => pad(wall.getUTCHours() || 24, length),
  h: ({ wall }, length) => pad(wall.getUTCHours() % 12 || 12, length),
  K: ({ wall }, length) => pad(wall.getUTCHours() % 12, length),
  m: ({ wall }, length) => pad(wall.getUTCMinutes(), length),
  s: ({ wall }, length) => pad(wall.getUTCSeconds(), length),
  S: ({ wall }, length) => pad(wall.getUTCMilliseconds(), 3).padEnd(length, '0').slice(0, length),
  z: ({ zoneName }) => zoneName,
  Z: ({ offsetMs, zoneId }, length) => (length > 2 ? zoneId : offsetText(offsetMs, length === 2 ? ':' : '')),
};

const isField = (letters: string): boolean => Object.hasOwn(fields, letters.charAt(0)) && !/^zzzz/.test(letters);

// Beyond this a Date has no year (ECMA-262, time values).
const maxEpochMs = 8.64e15;

/** What of the pattern or the zone is not supported, or undefined when all of it is. */
export function timePatternProblem(pattern: string): string | undefined {
  return patternProblem(pattern, isField);
}

/** Short names that Node knows as an offset only, such as GMT+1 for CET, would be wrong. */
export function zoneProblem(zoneId: string, pattern: string): string | undefined {
  const zone = timeZone(zoneId);
  if (zone === undefined) return `the time zone ${JSON.stringify(zoneId)} is not supported`;
  const namesZone = (patternPieces(pattern) ?? []).some((piece) => piece.kind === 'field' && piece.letters.startsWith('z'));
  return namesZone && /\d/.test(zone.shortNameAt(0) + zone.shortNameAt(Date.UTC(2025, 6, 1)))
    ? `the short name of the time zone ${zoneId} is not known`
    : undefined;
}

/** Undefined when the time is no date; pattern and zone are ones without a problem. */
export function formatTime(pattern: string, epochMs: number, zoneId: string): string | undefined {
  const zone = timeZone(zoneId);
  if (zone === undefined || !(Math.abs(epochMs) <= maxEpochMs)) return undefined;
  const offsetMs = zone.offsetMsAt(epochMs);
  const moment = { wall: new Date(epochMs + offsetMs), offsetMs, zoneId, zoneName: zone.shortNameAt(epochMs) };
  return patternPieces(pattern)?.map((piece) => (piece.kind === 'text' ? piece.text : fields[piece.letters.charAt(0)]?.(moment, piece.letters.length))).join('');
}

function nameOrNumber(name: string, number: number, length: number): string {
  return length > 2 ? nameOfLength(name, length) : pad(number, length);
}

function nameOfLength(name: string, length: number): string {
  return length > 3 ? name : shortName(name);
}

function offsetText(offsetMs: number, separator: string): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  return `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
