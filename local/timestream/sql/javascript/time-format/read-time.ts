/** Text -> a timestamp by a format, with the engine's error texts; print-time.ts is the way back. */
import { Raised } from '../../print/raise';
import { fieldNames, type Element } from './element';
import { fieldsToNs, OutOfBounds, type ReadFields } from './read-fields';
import { readOffset, readZoneName, type TimeZone } from './time-zone';

/** What has been read so far; `at` is where the next element begins. */
interface Reader extends ReadFields {
  readonly text: string;
  at: number;
  zone?: TimeZone;
}

const LONGEST_SAMPLE = 32;

/** The text up to a little behind the place, and that place, in Joda's words. */
function malformed(text: string, at: number): Raised {
  const sample = text.length <= at + LONGEST_SAMPLE + 3 ? text : `${text.slice(0, at + LONGEST_SAMPLE)}...`;
  if (at === 0) return new Raised(`Invalid format: "${sample}"`);
  if (at >= text.length) return new Raised(`Invalid format: "${sample}" is too short`);
  return new Raised(`Invalid format: "${sample}" is malformed at "${sample.slice(at)}"`);
}

/** By code, which is NaN behind the end. */
const isDigit = (code: number) => code >= 48 && code <= 57;

function digits(reader: Reader, most: number): string {
  let end = reader.at;
  while (end < reader.at + most && isDigit(reader.text.charCodeAt(end))) end += 1;
  return reader.text.slice(reader.at, end);
}

function readYear(reader: Reader, { pivot, lenient, field }: Extract<Element, { kind: 'two-digit year' }>): boolean {
  const read = digits(reader, lenient ? 9 : 2);
  if (read.length < (lenient ? 1 : 2)) return false;
  reader.at += read.length;
  const first = pivot - 50;
  const inCentury = Number(read) + Math.floor(first / 100) * 100;
  const year = read.length !== 2 ? Number(read) : inCentury < first ? inCentury + 100 : inCentury;
  reader.fields.push({ field, value: year });
  return true;
}

/** The longest name that stands here, in any case of letters. */
function readName(reader: Reader, { field }: Extract<Element, { kind: 'name' }>): boolean {
  const { first, long, short } = fieldNames[field];
  const rest = reader.text.slice(reader.at, reader.at + 'September'.length).toLowerCase();
  for (const names of [long, short]) {
    const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
    if (index < 0) continue;
    reader.at += names[index]?.length ?? 0;
    reader.fields.push({ field, value: first + index });
    return true;
  }
  return false;
}

/** Takes the element off the text; false when something else stands there. */
function read(element: Element, reader: Reader): boolean {
  switch (element.kind) {
    case 'literal': {
      const found = reader.text.slice(reader.at, reader.at + element.text.length);
      if (found !== element.text && found.toLowerCase() !== element.text.toLowerCase()) return false;
      reader.at += found.length;
      return true;
    }
    case 'number': {
      const found = digits(reader, element.most);
      if (found === '') return false;
      reader.at += found.length;
      reader.fields.push({ field: element.field, value: Number(found) });
      return true;
    }
    case 'fraction': {
      // As in the engine, a fraction may have no digits at all.
      const found = digits(reader, element.most);
      reader.at += found.length;
      reader.fractionNs = Number(found.padEnd(9, '0'));
      return true;
    }
    case 'two-digit year':
      return readYear(reader, element);
    case 'name':
      return readName(reader, element);
    case 'zone': {
      const found = element.style.startsWith('offset') ? readOffset(reader.text, reader.at) : readZoneName(reader.text, reader.at);
      if (found === undefined) return false;
      reader.at = found.end;
      reader.zone = found.zone;
      return true;
    }
  }
}

/** What a format can write but not read. */
export function refuseUnreadable(elements: readonly Element[]): void {
  for (const element of elements) {
    if (element.kind === 'zone' && element.style === 'long name') throw new Raised('Parsing not supported: the long name of a time zone');
    if (element.kind === 'number' && element.field === 'centuryOfEra') throw new Raised('Parsing not supported: a century');
  }
}

/**
 * @returns nanoseconds since the epoch, of any size
 * @throws Raised saying where the text does not follow the format, or which number is none of its field
 */
export function readTime(elements: readonly Element[], text: string): bigint {
  const reader: Reader = { text, at: 0, fields: [], fractionNs: 0 };
  for (const element of elements) {
    if (!read(element, reader)) throw malformed(text, reader.at);
  }
  if (reader.at < text.length) throw malformed(text, reader.at);
  try {
    const localNs = fieldsToNs(reader);
    return reader.zone === undefined ? localNs : reader.zone(localNs);
  } catch (error) {
    if (error instanceof OutOfBounds) throw new Raised(`Cannot parse "${text}": ${error.message}`);
    throw error;
  }
}
