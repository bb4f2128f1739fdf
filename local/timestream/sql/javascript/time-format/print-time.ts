/** A timestamp as the text that a format asks for; read-time.ts is the way back. */
import { civilDate, dayOfWeek, dayOfYear, isoWeek, type CivilDate } from '../../civil-date';
import { fieldNames, type Element, type NameField, type NumberField, type ZoneStyle } from './element';

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;

interface Moment {
  readonly day: number;
  readonly date: CivilDate;
  readonly secondOfDay: number;
  readonly fraction: number;
}

/** The day written last: the rows of a result mostly share one. */
let last = { day: 0, date: civilDate(0) };

function dateOf(day: number): CivilDate {
  if (last.day !== day) last = { day, date: civilDate(day) };
  return last.date;
}

function momentOf(ns: bigint): Moment {
  const rest = ns % NS_PER_SECOND;
  const fraction = Number(rest < 0n ? rest + NS_PER_SECOND : rest);
  const seconds = Number((ns - BigInt(fraction)) / NS_PER_SECOND);
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  return { day, date: dateOf(day), secondOfDay: seconds - day * SECONDS_PER_DAY, fraction };
}

/** Hours on a dial that begins with its last. */
const dial = (hour: number, size: number) => (hour % size === 0 ? size : hour % size);

const hourOf = ({ secondOfDay }: Moment) => Math.floor(secondOfDay / 3600);

const fields: Readonly<Record<NumberField | NameField, (moment: Moment) => number>> = {
  era: ({ date }) => (date.year > 0 ? 1 : 0),
  centuryOfEra: ({ date }) => Math.floor(date.year / 100),
  yearOfEra: ({ date }) => date.year,
  year: ({ date }) => date.year,
  weekyear: ({ day }) => isoWeek(day).weekYear,
  monthOfYear: ({ date }) => date.month,
  weekOfWeekyear: ({ day }) => isoWeek(day).week,
  dayOfYear: ({ day }) => dayOfYear(day),
  dayOfMonth: ({ date }) => date.day,
  dayOfWeek: ({ day }) => dayOfWeek(day),
  halfdayOfDay: (moment) => Math.floor(hourOf(moment) / 12),
  hourOfDay: hourOf,
  clockhourOfDay: (moment) => dial(hourOf(moment), 24),
  hourOfHalfday: (moment) => hourOf(moment) % 12,
  clockhourOfHalfday: (moment) => dial(hourOf(moment), 12),
  minuteOfHour: ({ secondOfDay }) => Math.floor(secondOfDay / 60) % 60,
  secondOfMinute: ({ secondOfDay }) => secondOfDay % 60,
};

/** Every time is in UTC. */
const zoneTexts: Readonly<Record<ZoneStyle, string>> = {
  'short name': 'UTC', 'long name': 'Coordinated Universal Time', id: 'UTC', offset: '+0000', 'offset with colon': '+00:00',
};

function printElement(element: Element, moment: Moment): string {
  switch (element.kind) {
    case 'literal':
      return element.text;
    case 'number':
      return String(fields[element.field](moment)).padStart(element.least, '0');
    case 'two-digit year':
      return String(fields[element.field](moment) % 100).padStart(2, '0');
    case 'name': {
      const { first, long, short } = fieldNames[element.field];
      return (element.long ? long : short)[fields[element.field](moment) - first] ?? '';
    }
    case 'fraction':
      return String(moment.fraction).padStart(9, '0').slice(0, element.least);
    case 'zone':
      return zoneTexts[element.style];
  }
}

/** @param ns nanoseconds since the epoch; digits that the format has no place for are dropped, not rounded */
export function printTime(elements: readonly Element[], ns: bigint): string {
  const moment = momentOf(ns);
  let text = '';
  for (const element of elements) text += printElement(element, moment);
  return text;
}
