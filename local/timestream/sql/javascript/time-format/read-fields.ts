/**
 * The fields that were read -> one moment, as Joda combines them: from large to small, each setting its part of what
 * the larger ones left; twice, because a week belongs to a year that is only known afterwards.
 */
import { civilDate, dayNumber, dayOfWeek, dayOfYear, daysInMonth, daysInYear, isoWeek, weeksInYear, weekYearStart } from '../../civil-date';
import type { NameField, NumberField } from './element';

type Field = NumberField | NameField;

export interface ReadFields {
  /** In the order of the text. */
  readonly fields: { readonly field: Field; readonly value: number }[];
  fractionNs: number;
}

/** A value that its field does not have. */
export class OutOfBounds extends Error {
  constructor(field: Field, value: number, least: number, most: number) {
    super(`Value ${value} for ${field} must be in the range [${least},${most}]`);
  }
}

function requireBounds(field: Field, value: number, least: number, most: number): void {
  if (value < least || value > most) throw new OutOfBounds(field, value, least, most);
}

/** Sets a field of a day; `floor` goes on to the first day that has the same value. */
type SetField = (day: number, value: number, floor: boolean, field: Field) => number;

const setYear: SetField = (day, year, floor) => {
  const { month, day: dayOfMonth } = civilDate(day);
  return floor ? dayNumber(year, 1, 1) : dayNumber(year, month, Math.min(dayOfMonth, daysInMonth(year, month)));
};

/** Date fields from large to small; those of the week need the second round. */
const dateFields: Partial<Record<Field, { readonly rank: number; readonly set: SetField }>> = {
  year: { rank: 0, set: setYear },
  yearOfEra: { rank: 0, set: setYear },
  weekyear: {
    rank: 0,
    set: (day, weekYear, floor) => {
      const week = Math.min(isoWeek(day).week, weeksInYear(weekYear));
      return floor ? weekYearStart(weekYear) : weekYearStart(weekYear) + (week - 1) * 7 + dayOfWeek(day) - 1;
    },
  },
  monthOfYear: {
    rank: 1,
    set: (day, month, floor, field) => {
      requireBounds(field, month, 1, 12);
      const { year, day: dayOfMonth } = civilDate(day);
      return dayNumber(year, month, floor ? 1 : Math.min(dayOfMonth, daysInMonth(year, month)));
    },
  },
  weekOfWeekyear: {
    rank: 2,
    set: (day, week, floor, field) => {
      const { weekYear } = isoWeek(day);
      requireBounds(field, week, 1, weeksInYear(weekYear));
      return weekYearStart(weekYear) + (week - 1) * 7 + (floor ? 0 : dayOfWeek(day) - 1);
    },
  },
  dayOfYear: {
    rank: 3,
    set: (day, value, _floor, field) => {
      requireBounds(field, value, 1, daysInYear(civilDate(day).year));
      return day - dayOfYear(day) + value;
    },
  },
  dayOfMonth: {
    rank: 4,
    set: (day, value, _floor, field) => {
      const { year, month, day: dayOfMonth } = civilDate(day);
      requireBounds(field, value, 1, daysInMonth(year, month));
      return day - dayOfMonth + value;
    },
  },
  dayOfWeek: { rank: 5, set: (day, value, _floor, field) => {
    requireBounds(field, value, 1, 7);
    return day - dayOfWeek(day) + value;
  } },
};

/** The year of a date without one. */
const DEFAULT_YEAR = 2000;

function dayOf({ fields }: ReadFields): number {
  const read: { field: Field; value: number; rank: number; set: SetField }[] = [];
  for (const { field, value } of fields) {
    if (field === 'era') requireBounds(field, value, 1, 1);
    const known = dateFields[field];
    if (known !== undefined) read.push({ field, value, rank: known.rank, set: known.set });
  }
  read.sort((a, b) => a.rank - b.rank);
  const [first] = read;
  if (first === undefined) return 0;
  if (first.rank > 0) read.unshift({ field: 'year', value: DEFAULT_YEAR, rank: 0, set: setYear });
  const day = read.reduce((from, { field, value, set }) => set(from, value, true, field), 0);
  if (read.every(({ field }) => field !== 'weekOfWeekyear' && field !== 'dayOfWeek')) return day;
  const endsWithDate = read.length === fields.length;
  return read.reduce((from, { field, value, set }, index) => set(from, value, endsWithDate && index === read.length - 1, field), day);
}

const clockBounds: Partial<Record<Field, readonly [least: number, most: number]>> = {
  halfdayOfDay: [0, 1], hourOfDay: [0, 23], clockhourOfDay: [1, 24], hourOfHalfday: [0, 11], clockhourOfHalfday: [1, 12],
  minuteOfHour: [0, 59], secondOfMinute: [0, 59],
};

function secondOfDay({ fields }: ReadFields): number {
  const last: Partial<Record<Field, number>> = {};
  for (const { field, value } of fields) {
    const bounds = clockBounds[field];
    if (bounds === undefined) continue;
    requireBounds(field, value, ...bounds);
    last[field] = value;
  }
  const hour = last.hourOfDay ?? wrapped(last.clockhourOfDay, 24);
  const halfHour = last.hourOfHalfday ?? wrapped(last.clockhourOfHalfday, 12);
  const halfday = hour === undefined ? last.halfdayOfDay ?? 0 : Math.floor(hour / 12);
  const hours = halfHour === undefined ? hour ?? halfday * 12 : halfday * 12 + halfHour;
  return (hours * 60 + (last.minuteOfHour ?? 0)) * 60 + (last.secondOfMinute ?? 0);
}

/** The last hour of a dial is its first. */
const wrapped = (hour: number | undefined, size: number) => (hour === undefined ? undefined : hour % size);

const NS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400n;

/**
 * @returns nanoseconds since the epoch on a clock without a zone; of any size
 * @throws OutOfBounds
 */
export function fieldsToNs(read: ReadFields): bigint {
  return (BigInt(dayOf(read)) * SECONDS_PER_DAY + BigInt(secondOfDay(read))) * NS_PER_SECOND + BigInt(read.fractionNs);
}
