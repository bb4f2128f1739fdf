/** Offsets and short names of time zones, from the zone data that Node carries; format-time and read-time ask here. */

interface Zone {
  readonly offsetMsAt: (epochMs: number) => number;
  readonly shortNameAt: (epochMs: number) => string;
}

const fixedOffset = /^(?:UTC|GMT|UT)?([-+])(\d{1,2})(?::?(\d{2}))?$/;
const utcNames = ['UTC', 'GMT', 'UT', 'Z'];

/** One for each zone that a rule names: making a formatter takes longer than formatting. */
const zones = new Map<string, Zone | undefined>();
const maxRemembered = 100;

/** @returns undefined for a name that stands for no zone */
export function timeZone(name: string): Zone | undefined {
  if (!zones.has(name) && zones.size < maxRemembered) zones.set(name, makeZone(name));
  return zones.get(name) ?? makeZone(name);
}

function makeZone(name: string): Zone | undefined {
  if (utcNames.includes(name)) return { offsetMsAt: () => 0, shortNameAt: () => 'UTC' };
  const [, sign, hours, minutes] = fixedOffset.exec(name) ?? [];
  if (hours !== undefined) {
    const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
    return Number(hours) > 18 || Number(minutes ?? 0) > 59 ? undefined : { offsetMsAt: () => offsetMs, shortNameAt: () => name };
  }
  // Intl also takes abbreviations, which stand for other zones elsewhere.
  return name.includes('/') ? regionZone(name) : undefined;
}

function regionZone(name: string): Zone | undefined {
  try {
    const options = { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short' } as const;
    const clock = new Intl.DateTimeFormat('en-US', options);
    const names = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'short' });
    return {
      offsetMsAt: (epochMs) => {
        const parts = Object.fromEntries(clock.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
        const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = parts;
        const wall = Date.UTC(year, month - 1, day, hour, minute, second);
        return wall - Math.floor(epochMs / 1000) * 1000;
      },
      shortNameAt: (epochMs) => names.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? name,
    };
  } catch {
    return undefined;
  }
}
