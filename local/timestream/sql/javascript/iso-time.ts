/** ISO 8601 text -> times, in every form that Joda reads: calendar dates, ordinal dates, weeks, missing parts, offsets. */
import { Raised } from '../print/raise';
import { DATE_RANGE, isDate, isTimestamp, TIMESTAMP_RANGE } from '../time-range';
import { fieldsToNs, OutOfBounds, type ReadFields } from './time-format/read-fields';
import { readOffset } from './time-format/time-zone';

/** 2022, 2022-06, 2022-06-17, 2022-168, 2022-W24 and 2022-W24-5. */
const datePattern = /^(\d{4})(?:-W(\d{1,2})(?:-(\d))?|-(\d{3})|-(\d{1,2})(?:-(\d{1,2}))?)?/i;
/** T, T08, T08:04, T08:04:05; the last part may have a fraction. */
const clockPattern = /^T(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?(?:[.,](\d{1,9}))?)?/i;

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

type Fields = ReadFields['fields'];

function read(names: readonly Fields[number]['field'][], texts: readonly (string | undefined)[]): Fields {
  return names.flatMap((field, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ field, value: Number(text) }];
  });
}

/** The date that the text begins with, and what follows it; no fields when it begins with none. */
function splitDate(text: string): { readonly fields: Fields; readonly rest: string } {
  const [all = '', year, week, dayOfWeek, dayOfYear, month, day] = datePattern.exec(text) ?? [];
  const fields = week === undefined
    ? read(['year', 'dayOfYear', 'monthOfYear', 'dayOfMonth'], [year, dayOfYear, month, day])
    : read(['weekyear', 'weekOfWeekyear', 'dayOfWeek'], [year, week, dayOfWeek]);
  return { fields, rest: text.slice(all.length) };
}

const invalid = (text: string) => new Raised(`Invalid format: "${text}"`);

function nsOf(text: string, fields: Fields): bigint {
  try {
    return fieldsToNs({ fields, fractionNs: 0 });
  } catch (error) {
    if (error instanceof OutOfBounds) throw new Raised(`Cannot parse "${text}": ${error.message}`);
    throw error;
  }
}

/** Nanoseconds of a fraction of the smallest part that was written. */
function fractionNs(digits: string, minute: string | undefined, second: string | undefined): bigint {
  const unit = second !== undefined ? 1n : minute !== undefined ? 60n : 3600n;
  return BigInt(digits) * unit * NS_PER_SECOND / 10n ** BigInt(digits.length);
}

/**
 * @returns nanoseconds since the epoch; without a date it is the first day of 1970, without an offset it is UTC
 * @throws Raised
 */
export function isoTimestampNs(text: string): bigint {
  const { fields, rest } = splitDate(text);
  const clock = clockPattern.exec(rest);
  if (clock === null && (rest !== '' || fields.length === 0)) throw invalid(text);
  const [all = '', hour, minute, second, digits] = clock ?? [];
  const offset = clock === null ? undefined : readOffset(rest, all.length);
  if (rest.length !== (offset?.end ?? all.length)) throw invalid(text);
  const wholeSeconds = nsOf(text, [...fields, ...read(['hourOfDay', 'minuteOfHour', 'secondOfMinute'], [hour, minute, second])]);
  const localNs = wholeSeconds + (digits === undefined ? 0n : fractionNs(digits, minute, second));
  const ns = offset === undefined ? localNs : offset.zone(localNs);
  if (!isTimestamp(ns)) throw new Raised(`Out of range for timestamp: ${text} (${TIMESTAMP_RANGE})`);
  return ns;
}

/**
 * @returns days since the epoch
 * @throws Raised
 */
export function isoDateDays(text: string): number {
  const { fields, rest } = splitDate(text);
  if (fields.length === 0 || rest !== '') throw invalid(text);
  const days = Number(nsOf(text, fields) / NS_PER_DAY);
  if (!isDate(days)) throw new Raised(`Out of range for date: ${text} (${DATE_RANGE})`);
  return days;
}
