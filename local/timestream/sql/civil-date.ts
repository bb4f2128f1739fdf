/** The Gregorian calendar as day numbers, days since 1970-01-01; what reads and writes times counts with these. */

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface IsoWeek {
  readonly weekYear: number;
  readonly week: number;
}

/** 400 years, after which the calendar repeats itself; years begin in March here, so that a leap day is the last. */
const DAYS_PER_ERA = 146_097;
const YEARS_PER_ERA = 400;
/** From 0000-03-01 to the epoch. */
const EPOCH_OFFSET = 719_468;
/** Five months from March on have 153 days, and the next five again. */
const DAYS_PER_FIVE_MONTHS = 153;

export function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / YEARS_PER_ERA);
  const yearOfEra = marchYear - era * YEARS_PER_ERA;
  const dayOfYear = Math.floor((DAYS_PER_FIVE_MONTHS * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * DAYS_PER_ERA + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - EPOCH_OFFSET;
}

export function civilDate(days: number): CivilDate {
  const shifted = days + EPOCH_OFFSET;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / DAYS_PER_FIVE_MONTHS);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: era * YEARS_PER_ERA + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((DAYS_PER_FIVE_MONTHS * marchMonth + 2) / 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  return dayNumber(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayNumber(year, month, 1);
}

export function daysInYear(year: number): number {
  return dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);
}

/** 1 for January 1st. */
export function dayOfYear(days: number): number {
  return days - dayNumber(civilDate(days).year, 1, 1) + 1;
}

/** 1 for Monday; the epoch was a Thursday. */
export function dayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** The Monday that begins a year of weeks: the week of January 4th is its first. */
export function weekYearStart(weekYear: number): number {
  const fourth = dayNumber(weekYear, 1, 4);
  return fourth - dayOfWeek(fourth) + 1;
}

export function weeksInYear(weekYear: number): number {
  return (weekYearStart(weekYear + 1) - weekYearStart(weekYear)) / 7;
}

/** A week belongs to the year of its Thursday. */
export function isoWeek(days: number): IsoWeek {
  const weekYear = civilDate(days - dayOfWeek(days) + 4).year;
  return { weekYear, week: Math.floor((days - weekYearStart(weekYear)) / 7) + 1 };
}
