/** Formats of date_format and date_parse: MySQL's specifiers, those that the engine behind the service knows. */
import { Raised } from '../../print/raise';
import { literal, number, type Element } from './element';

/** %y is a year from 1970 to 2069. */
const PIVOT_YEAR = 2020;

const colon = literal(':');

const specifiers: Readonly<Record<string, readonly Element[]>> = {
  a: [{ kind: 'name', field: 'dayOfWeek', long: false }],
  b: [{ kind: 'name', field: 'monthOfYear', long: false }],
  c: [number('monthOfYear', 1)],
  d: [number('dayOfMonth', 2)],
  e: [number('dayOfMonth', 1)],
  f: [{ kind: 'fraction', least: 6, most: 9 }],
  H: [number('hourOfDay', 2)],
  h: [number('clockhourOfHalfday', 2)],
  I: [number('clockhourOfHalfday', 2)],
  i: [number('minuteOfHour', 2)],
  j: [number('dayOfYear', 3)],
  k: [number('hourOfDay', 1)],
  l: [number('clockhourOfHalfday', 1)],
  M: [{ kind: 'name', field: 'monthOfYear', long: true }],
  m: [number('monthOfYear', 2)],
  p: [{ kind: 'name', field: 'halfdayOfDay', long: true }],
  r: [
    number('clockhourOfHalfday', 2), colon, number('minuteOfHour', 2), colon, number('secondOfMinute', 2),
    literal(' '), { kind: 'name', field: 'halfdayOfDay', long: true },
  ],
  S: [number('secondOfMinute', 2)],
  s: [number('secondOfMinute', 2)],
  T: [number('hourOfDay', 2), colon, number('minuteOfHour', 2), colon, number('secondOfMinute', 2)],
  v: [number('weekOfWeekyear', 2)],
  W: [{ kind: 'name', field: 'dayOfWeek', long: true }],
  x: [number('weekyear', 4, 4)],
  Y: [number('year', 4, 4)],
  y: [{ kind: 'two-digit year', field: 'year', pivot: PIVOT_YEAR, lenient: false }],
};

/** Of MySQL's, but refused by the engine: other ways to count weeks, and ordinals such as 1st. */
const refused = ['D', 'U', 'u', 'V', 'w', 'X'];

/** @throws Raised naming the specifier that is not supported */
export function mysqlFormat(format: string): readonly Element[] {
  const elements = Array.from(format.matchAll(/%([^])|[^%]+/gu), ([text, letter]): readonly Element[] => {
    if (letter === undefined) return [literal(text)];
    if (refused.includes(letter)) throw new Raised(`%${letter} not supported in date format string`);
    // Any other letter stands for itself, as %% does.
    return (Object.hasOwn(specifiers, letter) ? specifiers[letter] : undefined) ?? [literal(letter)];
  });
  return elements.flat();
}
