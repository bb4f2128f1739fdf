/** JSON as the service speaks it: 64-bit integers stay whole, which JSON.parse alone would round; used by read-input and answer. */
import { randomBytes } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { ServiceError, frameworkNamespaces } from '../errors';
import { messageOf } from '../message-of';

/** Digits outside a string that may exceed 2^53; a false alarm inside a string costs only time. */
const maybeLargeInteger = /[:[,\s]-?\d{16}/;
const maybeLoneSurrogate = /\\u[dD][89a-fA-F]/;
/** Digits; more are no 64-bit integer of any kind, and take seconds to convert when they are millions. */
const longestInteger = 100;
const stringsAndLargeIntegers = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * @returns the JSON value, with integers beyond 2^53 as bigint
 * @throws ServiceError SerializationException when it is not JSON in UTF-8
 */
export function parseWireJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw notJson('it is not UTF-8');
  const text = body.toString();
  // Plain search is the fast way to know that nothing is escaped.
  const isPlain = !maybeLargeInteger.test(text) && !(text.includes('\\u') && maybeLoneSurrogate.test(text));
  try {
    return isPlain ? JSON.parse(text) : parseCarefully(text);
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw notJson(cause instanceof RangeError ? 'it is nested too deeply' : messageOf(cause));
  }
}

/** Large integers pass JSON.parse as marked text; the mark is random, so no client can send one. */
function parseCarefully(text: string): unknown {
  const mark = randomBytes(8).toString('hex');
  const marked = text.replace(stringsAndLargeIntegers, (token) => (token.startsWith('"') || token.length > longestInteger ? token : `"${mark}${token}"`));
  return JSON.parse(marked, (key, value: unknown) => {
    refuseLoneSurrogate(key);
    if (typeof value !== 'string') return value;
    refuseLoneSurrogate(value);
    return value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value;
  });
}

/** Half a character has no UTF-8 form, so it could not be stored as it came. */
function refuseLoneSurrogate(text: string): void {
  if (Buffer.from(text).toString() !== text) throw notJson('a string holds half of a surrogate pair');
}

function notJson(why: string): ServiceError {
  return new ServiceError('SerializationException', `The request body cannot be read: ${why}`, {}, frameworkNamespaces.protocol);
}

/** @returns JSON text in which bigint members are plain numbers */
export function printWireJson(value: object): string {
  let mark: string | undefined;
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'bigint') return member;
    mark ??= randomBytes(8).toString('hex');
    return `${mark}${member}`;
  });
  return mark ? text.replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1') : text;
}
