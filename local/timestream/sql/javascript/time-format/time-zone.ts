/** Time zones in text that is read as a time: offsets, short names and regions; times themselves are always UTC. */
import { Raised } from '../../print/raise';
import { timestampText } from '../../encode/time-text';
import { MAX_TIMESTAMP_NS, MIN_TIMESTAMP_NS } from '../../time-range';

const NS_PER_MS = 1_000_000n;

/** From local time to the nanoseconds since the epoch. */
export type TimeZone = (localNs: bigint) => bigint;

/** What was read, and where it ends. */
export interface ReadZone {
  readonly zone: TimeZone;
  readonly end: number;
}

/** Short names stand for regions, so that their summer time counts; these are all that Joda knows. */
const shortNames: Readonly<Record<string, string>> = {
  UT: 'UTC', UTC: 'UTC', GMT: 'UTC',
  EST: 'America/New_York', EDT: 'America/New_York',
  CST: 'America/Chicago', CDT: 'America/Chicago',
  MST: 'America/Denver', MDT: 'America/Denver',
  PST: 'America/Los_Angeles', PDT: 'America/Los_Angeles',
};

/** Z, +05, +0530, +05:30, and seconds and milliseconds likewise. */
const offsetPattern = /Z|([+-])(\d\d)(?:(:?)([0-5]\d)(?:\3([0-5]\d)(?:[.,]?(\d{3}))?)?)?/iy;
const namePattern = /[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*/y;

export function readOffset(text: string, at: number): ReadZone | undefined {
  offsetPattern.lastIndex = at;
  const found = offsetPattern.exec(text);
  if (found === null) return undefined;
  const [all, sign, hours = '0', , minutes = '0', seconds = '0', ms = '0'] = found;
  if (Number(hours) > 23) return undefined;
  const size = (((BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)) * 1000n + BigInt(ms)) * NS_PER_MS;
  const offsetNs = sign === '-' ? -size : size;
  return { zone: (localNs) => localNs - offsetNs, end: at + all.length };
}

export function readZoneName(text: string, at: number): ReadZone | undefined {
  namePattern.lastIndex = at;
  const name = namePattern.exec(text)?.[0];
  if (name === undefined) return undefined;
  const zone = zoneOf(name);
  return zone && { zone, end: at + name.length };
}

function zoneOf(name: string): TimeZone | undefined {
  const region = shortNames[name.toUpperCase()] ?? (name.includes('/') ? name : undefined);
  if (region === 'UTC') return (localNs) => localNs;
  const clock = region === undefined ? undefined : clockOf(region);
  return clock && ((localNs) => toUtc(localNs, clock, name));
}

/** What tells the local time of a region, and how far it was ahead of UTC when days began there. */
interface Clock {
  readonly format: Intl.DateTimeFormat;
  readonly offsetsMs: Map<number, number>;
}

const clocks = new Map<string, Clock | undefined>();
/** More regions than there are; names that are none must not fill the memory. */
const MAX_CLOCKS = 1000;
/** Days of one region; the rows of a query mostly share few. */
const MAX_DAYS = 1000;

/** Undefined when there is no such region. */
function clockOf(region: string): Clock | undefined {
  if (!clocks.has(region)) {
    if (clocks.size >= MAX_CLOCKS) clocks.clear();
    const format = makeFormat(region);
    clocks.set(region, format && { format, offsetsMs: new Map() });
  }
  return clocks.get(region);
}

function makeFormat(region: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: region, hourCycle: 'h23', era: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const MS_PER_SECOND = 1000;

/** How far a region's clock is ahead of UTC at a moment; slow. */
function offsetMs({ format }: Clock, atMs: number): number {
  const second = Math.floor(atMs / MS_PER_SECOND) * MS_PER_SECOND;
  const parts = Object.fromEntries(format.formatToParts(second).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
}

const MS_PER_DAY = 86_400_000;
const NS_PER_DAY = BigInt(MS_PER_DAY) * NS_PER_MS;

/** The same when a day began in UTC. */
function offsetOfDay(clock: Clock, day: number): number {
  const known = clock.offsetsMs.get(day);
  if (known !== undefined) return known;
  if (clock.offsetsMs.size >= MAX_DAYS) clock.offsetsMs.clear();
  const offset = offsetMs(clock, day * MS_PER_DAY);
  clock.offsetsMs.set(day, offset);
  return offset;
}

/** The first moment at which the region's clock shows the time: of two in autumn the earlier, none in the gap of spring. */
function toUtc(localNs: bigint, clock: Clock, name: string): bigint {
  // No zone is a day away from UTC, so these are out of range in any.
  if (localNs < MIN_TIMESTAMP_NS - NS_PER_DAY || localNs > MAX_TIMESTAMP_NS + NS_PER_DAY) return localNs;
  const localMs = Number(localNs / NS_PER_MS);
  const day = Math.floor(localMs / MS_PER_DAY);
  const before = offsetOfDay(clock, day - 1);
  const after = offsetOfDay(clock, day + 2);
  const found = before === after ? before : [before, after].find((offset) => offsetMs(clock, localMs - offset) === offset);
  if (found === undefined) throw new Raised(`Illegal instant due to time zone offset transition: ${timestampText(localNs)} (${name})`);
  return localNs - BigInt(found) * NS_PER_MS;
}
