/** One measured value -> Timestream's text form of the declared type, or why not; part of decode-reading. */
import type { MeasureDefinition } from '../tables/definition';
import { valueToNs } from './decode-time';
import { hasLoneSurrogate } from './lone-surrogate';
import { UnsafeInteger } from './parse-json';
import type { ReadingMeasure } from './reading';
import { quoted, Refusal } from './refusal';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/writes.html#writes.data-types */
const maxVarcharBytes = 2048;
const minBigint = -(2n ** 63n);
const maxBigint = 2n ** 63n - 1n;

const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const wholeNumber = /^-?\d{1,40}$/;
const notFinite = /^[+-]?(nan|inf|infinity)$/i;

/**
 * The declared type is law: 21 for a DOUBLE is a DOUBLE, and 21.5 for a BIGINT is refused, since a column keeps the type of its first
 * value for ever. Numbers and booleans are taken as text too, because text is how numbers beyond 2^53 travel in JSON. A number
 * for a VARCHAR is refused: JSON has already made 1.10 into 1.1.
 *
 * @param value as in the message, present
 */
export function decodeMeasure(definition: MeasureDefinition, value: unknown): ReadingMeasure | Refusal {
  const text = measureText(definition, value);
  return text instanceof Refusal ? text : { name: definition.name, type: definition.type, value: text };
}

function measureText(definition: MeasureDefinition, value: unknown): string | Refusal {
  switch (definition.type) {
    case 'DOUBLE':
      return doubleText(definition, value);
    case 'BIGINT':
      return bigintText(definition, value);
    case 'BOOLEAN':
      return value === true || value === false || value === 'true' || value === 'false' ? String(value) : wrongType(definition, value);
    case 'VARCHAR':
      return varcharText(definition, value);
    case 'TIMESTAMP':
      return timestampText(definition, value);
  }
}

function doubleText(definition: MeasureDefinition, value: unknown): string | Refusal {
  if (value instanceof UnsafeInteger) return unsafeInteger(definition, value.digits);
  if (typeof value === 'string' && notFinite.test(value)) return new Refusal('not-finite', `${definition.name}: ${quoted(value)}`);
  const isNumber = typeof value === 'number' || (typeof value === 'string' && decimalNumber.test(value));
  if (!isNumber) return wrongType(definition, value);
  const number = Number(value);
  if (!Number.isFinite(number)) return new Refusal('not-finite', `${definition.name}: the number is beyond a DOUBLE`);
  return inRange(definition, number) ?? String(number);
}

function bigintText(definition: MeasureDefinition, value: unknown): string | Refusal {
  if (value instanceof UnsafeInteger) return unsafeInteger(definition, value.digits);
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return wrongType(definition, value);
    // 1e20 is a whole number too, and none that a double tells from its neighbours.
    if (!Number.isSafeInteger(value)) return unsafeInteger(definition, String(value));
    return inRange(definition, value) ?? String(value);
  }
  if (typeof value !== 'string' || !wholeNumber.test(value)) return wrongType(definition, value);
  const whole = BigInt(value);
  if (whole < minBigint || whole > maxBigint) return new Refusal('out-of-range', `${definition.name}: ${value} does not fit 64 bits`);
  return inRange(definition, whole) ?? whole.toString();
}

function varcharText(definition: MeasureDefinition, value: unknown): string | Refusal {
  if (typeof value !== 'string' || hasLoneSurrogate(value)) return wrongType(definition, value);
  const bytes = Buffer.byteLength(value);
  return bytes > maxVarcharBytes ? new Refusal('too-long', `${definition.name}: ${bytes} bytes, ${maxVarcharBytes} fit`) : value;
}

function timestampText(definition: MeasureDefinition, value: unknown): string | Refusal {
  const ns = valueToNs(value, 'auto');
  if (ns === undefined) return wrongType(definition, value);
  const fits = ns >= minBigint && ns <= maxBigint;
  return fits ? ns.toString() : new Refusal('out-of-range', `${definition.name}: ${quoted(value)} is beyond 64 bits of nanoseconds`);
}

/** @returns undefined when the value lies between the declared `min` and `max` */
function inRange({ name, min, max }: MeasureDefinition, value: number | bigint): Refusal | undefined {
  if (min !== undefined && value < min) return new Refusal('out-of-range', `${name}: ${value} is below the minimum ${min}`);
  if (max !== undefined && value > max) return new Refusal('out-of-range', `${name}: ${value} is above the maximum ${max}`);
  return undefined;
}

function wrongType({ name, type }: MeasureDefinition, value: unknown): Refusal {
  return new Refusal('bad-measure', `${name}: ${quoted(value)} is not a ${type}`);
}

function unsafeInteger({ name }: MeasureDefinition, digits: string): Refusal {
  return new Refusal('unsafe-integer', `${name}: ${digits} is beyond 2^53, where JSON numbers are rounded; send it as text`);
}
