/** What a reading is about: the dimensions of tables.json looked up in topic, client id and payload; part of reading-decoder. */
import type { DimensionDefinition, TableDefinition } from '../tables/definition';
import { hashDimension } from './hash-dimension';
import { UnsafeInteger } from './parse-json';
import type { ReadingDimension } from './reading';
import { quoted, Refusal } from './refusal';
import { rememberingDimensions } from './remembered-dimensions';
import { firstReader, saysNothing, valueReader, type RawReading, type ValueReader } from './value-reader';

/** Names and values of a record's dimensions together: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const maxDimensionBytes = 2048;

/** UTF-8 takes at most this for a UTF-16 unit, so that short text need not be counted. */
const mostBytesPerUnit = 3;

/**
 * A dimension without a value is left out, never empty; a required one is refused, since its reading would belong to nobody.
 *
 * @returns a decoder that answers with the same array whenever a message says the same
 */
export function dimensionsDecoder({ dimensions: definitions, partitionKey }: Pick<TableDefinition, 'dimensions' | 'partitionKey'>): (raw: RawReading) => readonly ReadingDimension[] | Refusal {
  const decoders = definitions.map((definition) => ({ ...definition, decode: dimensionDecoder(definition) }));
  const device = definitions.find(({ name }) => name === partitionKey) ?? definitions.find(({ required }) => required) ?? definitions[0];
  return rememberingDimensions(definitions.flatMap(({ from }) => from.map(valueReader)), firstReader(device?.from ?? []), (raw) => {
    const dimensions: ReadingDimension[] = [];
    let mostBytes = 0;
    for (const { name, required, decode } of decoders) {
      const value = decode(raw);
      if (typeof value === 'string') {
        dimensions.push({ name, value });
        mostBytes += (name.length + value.length) * mostBytesPerUnit;
      } else if (value !== undefined) return value;
      else if (required) return new Refusal('missing-dimension', `${name}: required, and has no value`);
    }
    return mostBytes > maxDimensionBytes ? (tooManyBytes(dimensions) ?? dimensions) : dimensions;
  });
}

function tooManyBytes(dimensions: readonly ReadingDimension[]): Refusal | undefined {
  const bytes = dimensions.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes <= maxDimensionBytes) return undefined;
  return new Refusal('bad-dimension', `dimensions: ${bytes} bytes of names and values, ${maxDimensionBytes} fit`);
}

/** All alternatives are read, because two that disagree leave open whose reading it is. */
function dimensionDecoder(definition: DimensionDefinition): (raw: RawReading) => string | undefined | Refusal {
  const { name } = definition;
  const readers = definition.from.map(valueReader);
  const written = writtenForm(definition);
  return (raw) => {
    const found = foundText(name, readers, raw);
    return typeof found === 'string' ? written(found) : found;
  };
}

function foundText(name: string, readers: readonly ValueReader[], raw: RawReading): string | undefined | Refusal {
  let found: string | undefined;
  for (const read of readers) {
    const value = read(raw);
    if (saysNothing(value)) continue;
    const text = dimensionText(name, value);
    if (text instanceof Refusal) return text;
    if (found !== undefined && found !== text) {
      return new Refusal('identity-conflict', `${name}: both ${quoted(found)} and ${quoted(text)}`);
    }
    found = text;
  }
  return found;
}

/** The decoder throws for a hashed dimension without key, which the cold start has made sure of: a personal value is never written instead. */
function writtenForm({ name, hash, hashKey }: DimensionDefinition): (value: string) => string {
  if (hash === undefined) return (value) => value;
  return (value) => {
    if (hashKey === undefined) throw new Error(`${name}: there is no key for its hash`);
    return hashDimension(value, hashKey);
  };
}

/** What no dimension may hold: half a surrogate pair has no UTF-8 form, and the API refuses NUL, so that nobody could ask for such a record. */
const unwritable = /[\0\p{Surrogate}]/u;

/** Whole numbers serve as identities too (`"device_id": 17`); fractions do not, as 1.10 would become 1.1. */
function dimensionText(name: string, value: unknown): string | Refusal {
  if (typeof value === 'string') {
    return unwritable.test(value) ? new Refusal('bad-dimension', `${name}: ${quoted(value)} holds a NUL character or is not well-formed Unicode`) : value;
  }
  if (Number.isSafeInteger(value)) return String(value);
  if (value instanceof UnsafeInteger) return new Refusal('unsafe-integer', `${name}: ${quoted(value)} is beyond 2^53; send it as text`);
  return new Refusal('bad-dimension', `${name}: ${quoted(value)} is neither text nor a whole number`);
}
