/** What a reading is about: the dimensions of tables.json looked up in topic, client id and payload; part of decode-reading. */
import type { DimensionDefinition } from '../tables/definition';
import { hasLoneSurrogate } from './lone-surrogate';
import { UnsafeInteger } from './parse-json';
import type { Reading } from './reading';
import { quoted, Refusal } from './refusal';
import { valueAt, type RawReading } from './value-at';

type Dimensions = Reading['dimensions'];

/** Names and values of a record's dimensions together: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const maxDimensionBytes = 2048;

/** A dimension without a value is left out, never empty; a required one is refused, since its reading would belong to nobody. */
export function decodeDimensions(definitions: readonly DimensionDefinition[], raw: RawReading): Dimensions | Refusal {
  const dimensions: { name: string; value: string }[] = [];
  for (const definition of definitions) {
    const value = decodeDimension(definition, raw);
    if (value instanceof Refusal) return value;
    if (value !== undefined) dimensions.push({ name: definition.name, value });
    else if (definition.required) return new Refusal('missing-dimension', `${definition.name}: required, and has no value`);
  }
  const bytes = dimensions.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return bytes > maxDimensionBytes
    ? new Refusal('bad-dimension', `dimensions: ${bytes} bytes of names and values, ${maxDimensionBytes} fit`)
    : dimensions;
}

/** All alternatives are read, because two that disagree leave open whose reading it is. */
function decodeDimension({ name, from }: DimensionDefinition, raw: RawReading): string | undefined | Refusal {
  let found: string | undefined;
  for (const path of from) {
    const value = valueAt(path, raw);
    if (value === undefined) continue;
    const text = dimensionText(name, value);
    if (text instanceof Refusal) return text;
    if (found !== undefined && found !== text) {
      return new Refusal('identity-conflict', `${name}: both ${quoted(found)} and ${quoted(text)}`);
    }
    found = text;
  }
  return found;
}

/** Whole numbers serve as identities too (`"device_id": 17`); fractions do not, as 1.10 would become 1.1. */
function dimensionText(name: string, value: unknown): string | Refusal {
  if (value instanceof UnsafeInteger) return new Refusal('unsafe-integer', `${name}: ${value.digits} is beyond 2^53; send it as text`);
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return new Refusal('bad-dimension', `${name}: ${quoted(value)} is neither text nor a whole number`);
  if (hasLoneSurrogate(value)) return new Refusal('bad-dimension', `${name}: ${quoted(value)} is not well-formed Unicode`);
  // The API refuses it in every condition: such a record could be written and never be asked for.
  if (value.includes('\0')) return new Refusal('bad-dimension', `${name}: ${quoted(value)} holds a NUL character`);
  return value;
}
