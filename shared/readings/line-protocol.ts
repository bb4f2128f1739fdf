/** One line of InfluxDB line protocol -> the fields of a reading and its time, or why not; from-http reads them line by line. */
import { isUtf8 } from 'node:buffer';
import { epochToNs, type EpochUnit } from '../time';
import { quoted, Refusal } from './refusal';
import type { JsonObject } from './value-reader';

export interface LineReading {
  /** Tags and fields by their names, and the `measurement`. */
  readonly fields: JsonObject;
  /** Undefined when the line has no timestamp. */
  readonly timeNs: bigint | undefined;
}

// https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/#special-characters: outside of texts a backslash escapes
// comma, equals sign and space, and stands for itself before everything else.
const measurement = /(?:[^, \\]|\\[, ]|\\(?![, ]))+/y;
const name = String.raw`(?:[^,= \\]|\\[,= ]|\\(?![,= ]))+`;
const tag = new RegExp(`(${name})=(${name})`, 'y');
const field = new RegExp(String.raw`(${name})=(?:"([^"\\]*(?:\\[^][^"\\]*)*)"|([^", ][^, ]*))`, 'y');
const comma = /,/y;
const spaces = / +/y;
const timestampToEnd = / +(-?\d{1,19}) *$/y;
const end = / *$/y;

const float = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^(-?\d{1,20})(i|u)$/;
const booleans: Readonly<Record<string, boolean>> = {
  t: true, T: true, true: true, True: true, TRUE: true,
  f: false, F: false, false: false, False: false, FALSE: false,
};

/** The widths of the integer types, by their suffix. */
const integerRange = { i: { min: -(2n ** 63n), max: 2n ** 63n - 1n }, u: { min: 0n, max: 2n ** 64n - 1n } };

/** No limit of the protocol, and far above any reading: patterns need stack for each character of a name, and each escape of a text. */
const maxLineBytes = 1024 * 1024;

/** `#` at the beginning, or behind blanks: such a line is no reading. */
export function isComment(line: Buffer): boolean {
  return line.find((byte) => byte !== 0x20 && byte !== 0x09) === 0x23;
}

/** @param precision of the timestamp, which line protocol itself does not say */
export function readLine(bytes: Buffer, precision: EpochUnit): LineReading | Refusal {
  if (bytes.length > maxLineBytes) return new Refusal('unreadable', `line protocol: ${bytes.length} bytes in one line, ${maxLineBytes} are taken`);
  if (!isUtf8(bytes)) return new Refusal('unreadable', 'line protocol: not UTF-8');
  const line = bytes.toString();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(line);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const refuse = (problem: string) => new Refusal('unreadable', `line protocol, column ${at + 1}: ${problem}`);
  const values = new Map<string, unknown>();

  const [called] = take(measurement) ?? [];
  if (called === undefined) return refuse('a measurement is expected');
  while (take(comma)) {
    const [, key = '', value = ''] = take(tag) ?? [];
    if (key === '') return refuse('a tag such as host=a is expected');
    if (values.has(unescaped(key))) return refuse(`${quoted(unescaped(key))} is there twice`);
    values.set(unescaped(key), unescaped(value));
  }
  if (!take(spaces)) return refuse('a space is expected, and fields behind it');
  do {
    const [, key = '', text, bare = ''] = take(field) ?? [];
    if (key === '') return refuse('a field such as value=1.5, value=2i, value=true or value="text" is expected');
    if (values.has(unescaped(key))) return refuse(`${quoted(unescaped(key))} is there twice`);
    const value = text === undefined ? bareValue(bare) : text.replace(/\\(["\\])/g, '$1');
    if (value === undefined) return refuse(`${quoted(bare)} is no value of a field (texts stand in double quotes)`);
    values.set(unescaped(key), value);
  } while (take(comma));
  const [, timestamp] = take(timestampToEnd) ?? [];
  if (timestamp === undefined && !take(end)) return refuse('a timestamp, or the end of the line, is expected');
  const fields = { measurement: unescaped(called), ...Object.fromEntries(values) };
  return { fields, timeNs: timestamp === undefined ? undefined : epochToNs(timestamp, precision) };
}

function unescaped(text: string): string {
  return text.replace(/\\([,= ])/g, '$1');
}

/**
 * Integers beyond 2^53 keep their digits as text, which every measure takes; floats are what their 64 bits hold.
 *
 * @returns undefined for what is no value
 */
function bareValue(text: string): unknown {
  if (float.test(text)) return Number(text);
  if (Object.hasOwn(booleans, text)) return booleans[text];
  const [, digits = '', suffix] = integer.exec(text) ?? [];
  if (suffix !== 'i' && suffix !== 'u') return undefined;
  const { min, max } = integerRange[suffix];
  const value = BigInt(digits);
  if (value < min || value > max) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}
