/** What date formats are made of, whichever way they are written; print-time.ts writes times by them, read-time.ts reads. */

/** Fields of a time that are numbers, by the names that error messages use. */
export type NumberField =
  | 'centuryOfEra' | 'yearOfEra' | 'year' | 'weekyear'
  | 'monthOfYear' | 'weekOfWeekyear' | 'dayOfYear' | 'dayOfMonth' | 'dayOfWeek'
  | 'hourOfDay' | 'clockhourOfDay' | 'hourOfHalfday' | 'clockhourOfHalfday'
  | 'minuteOfHour' | 'secondOfMinute';

/** Fields that are words: numbers with names, from the field's first value on. */
export type NameField = 'era' | 'monthOfYear' | 'dayOfWeek' | 'halfdayOfDay';

export type ZoneStyle = 'short name' | 'long name' | 'id' | 'offset' | 'offset with colon';

export type Element =
  | { readonly kind: 'literal'; readonly text: string }
  /** Written with at least `least` digits; at most `most` are read. */
  | { readonly kind: 'number'; readonly field: NumberField; readonly least: number; readonly most: number }
  | { readonly kind: 'name'; readonly field: NameField; readonly long: boolean }
  /** The part of a second; `least` digits are written. */
  | { readonly kind: 'fraction'; readonly least: number; readonly most: number }
  /** Two digits mean one of the hundred years from 50 before the pivot. Lenient: other numbers of digits mean the year itself. */
  | { readonly kind: 'two-digit year'; readonly field: 'year' | 'weekyear'; readonly pivot: number; readonly lenient: boolean }
  | { readonly kind: 'zone'; readonly style: ZoneStyle };

const mostDigits: Readonly<Record<NumberField, number>> = {
  centuryOfEra: 9, yearOfEra: 9, year: 9, weekyear: 9,
  monthOfYear: 2, weekOfWeekyear: 2, dayOfYear: 3, dayOfMonth: 2, dayOfWeek: 1,
  hourOfDay: 2, clockhourOfDay: 2, hourOfHalfday: 2, clockhourOfHalfday: 2, minuteOfHour: 2, secondOfMinute: 2,
};

export function literal(text: string): Element {
  return { kind: 'literal', text };
}

export function number(field: NumberField, least: number, most = mostDigits[field]): Element {
  return { kind: 'number', field, least, most: Math.max(least, most) };
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface Names {
  /** The value of the first name. */
  readonly first: number;
  readonly long: readonly string[];
  readonly short: readonly string[];
}

const abbreviated = (names: readonly string[]) => names.map((name) => name.slice(0, 3));

export const fieldNames: Readonly<Record<NameField, Names>> = {
  era: { first: 0, long: ['BC', 'AD'], short: ['BC', 'AD'] },
  monthOfYear: { first: 1, long: months, short: abbreviated(months) },
  dayOfWeek: { first: 1, long: weekdays, short: abbreviated(weekdays) },
  halfdayOfDay: { first: 0, long: ['AM', 'PM'], short: ['AM', 'PM'] },
};
