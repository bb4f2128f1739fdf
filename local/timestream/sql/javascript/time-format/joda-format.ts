/** Patterns of format_datetime and parse_datetime: Joda's letters, and java.time's u and L, which the service's example uses. */
import { Raised } from '../../print/raise';
import { literal, number, type Element, type NumberField } from './element';

const MAX_FRACTION_DIGITS = 9;
/** Two digits mean a year from 80 before this one to 19 after it. */
const PIVOT_BEFORE_THIS_YEAR = 30;

const years: Readonly<Record<string, 'year' | 'yearOfEra' | 'weekyear'>> = { y: 'year', u: 'year', Y: 'yearOfEra', x: 'weekyear' };

const numbers: Readonly<Record<string, NumberField>> = {
  d: 'dayOfMonth', D: 'dayOfYear', w: 'weekOfWeekyear', e: 'dayOfWeek',
  H: 'hourOfDay', k: 'clockhourOfDay', K: 'hourOfHalfday', h: 'clockhourOfHalfday', m: 'minuteOfHour', s: 'secondOfMinute',
};

/** A run of one letter, or text between such runs with its quotes resolved. */
type Token = { readonly letter: string; readonly count: number } | { readonly text: string };

/** A quote begins and ends literal text, two are one; a quote left open is closed by the end. */
function tokens(pattern: string): readonly Token[] {
  return Array.from(pattern.matchAll(/([A-Za-z])\1*|(?:''|'(?:[^']|'')*(?:'|$)|[^A-Za-z'])+/g), ([text, letter]): Token => (
    letter === undefined ? { text: unquoted(text) } : { letter, count: text.length }));
}

const unquoted = (text: string) => text.replaceAll(/''|'/g, (quote) => (quote === "''" ? "'" : ''));

/** Digits that follow would be taken for digits of the year. */
function isNumeric(token: Token | undefined): boolean {
  if (token === undefined || 'text' in token) return false;
  const { letter, count } = token;
  if (letter === 'M' || letter === 'L') return count <= 2;
  return letter in years || letter in numbers || letter === 'S' || letter === 'C';
}

function year(letter: string, count: number, next: Token | undefined, thisYear: number): Element {
  const field = years[letter] ?? 'year';
  const isTight = isNumeric(next);
  if (count === 2) {
    return { kind: 'two-digit year', field: field === 'weekyear' ? field : 'year', pivot: thisYear - PIVOT_BEFORE_THIS_YEAR, lenient: !isTight };
  }
  return isTight ? number(field, count, count) : number(field, count);
}

function fraction(count: number): Element {
  if (count > MAX_FRACTION_DIGITS) throw new Raised(`A fraction of ${count} digits: nanoseconds have ${MAX_FRACTION_DIGITS}`);
  return { kind: 'fraction', least: count, most: count };
}

function element(letter: string, count: number, next: Token | undefined, thisYear: number): Element {
  if (letter in years) return year(letter, count, next, thisYear);
  const field = numbers[letter];
  if (field !== undefined) return number(field, count);
  switch (letter) {
    case 'G':
      return { kind: 'name', field: 'era', long: true };
    case 'C':
      return number('centuryOfEra', count, count);
    case 'M':
    case 'L':
      return count > 2 ? { kind: 'name', field: 'monthOfYear', long: count > 3 } : number('monthOfYear', count);
    case 'E':
      return { kind: 'name', field: 'dayOfWeek', long: count > 3 };
    case 'a':
      return { kind: 'name', field: 'halfdayOfDay', long: true };
    case 'S':
      return fraction(count);
    case 'z':
      return { kind: 'zone', style: count > 3 ? 'long name' : 'short name' };
    case 'Z':
      return { kind: 'zone', style: count === 1 ? 'offset' : count === 2 ? 'offset with colon' : 'id' };
    default:
      throw new Raised(`Illegal pattern component: ${letter.repeat(count)}`);
  }
}

/**
 * @param thisYear what two digits of a year are near to
 * @throws Raised naming the letter that means nothing
 */
export function jodaFormat(pattern: string, thisYear: number): readonly Element[] {
  if (pattern === '') throw new Raised('Invalid pattern specification');
  const found = tokens(pattern);
  return found.map((token, index) => ('text' in token ? literal(token.text) : element(token.letter, token.count, found[index + 1], thisYear)));
}
