/** One measured value -> Timestream's text form of the declared type, or what its policy makes of it; part of reading-decoder. */
import type { MeasureDefinition } from '../tables/definition';
import { hasLoneSurrogate } from './lone-surrogate';
import { bigintDecoder, doubleDecoder } from './number-decoders';
import { quoted, Refusal } from './refusal';
import { settled, wrongType, type MeasureDecoder } from './settled';
import { utf8Prefix } from './utf8-prefix';
import { valueToNs } from './value-to-ns';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/writes.html#writes.data-types */
const maxVarcharBytes = 2048;
const minTimestamp = -(2n ** 63n);
const maxTimestamp = 2n ** 63n - 1n;

/** UTF-8 takes at most this for a UTF-16 unit, so that short text need not be counted. */
const mostBytesPerUnit = 3;

/**
 * The declared type is law: 21 for a DOUBLE is a DOUBLE, and 21.5 for a BIGINT is refused, since a column keeps the type of its first
 * value for ever. Numbers and booleans are taken as text too, because text is how numbers beyond 2^53 travel in JSON. A number
 * for a VARCHAR is refused: JSON has already made 1.10 into 1.1.
 */
export function measureDecoder(definition: MeasureDefinition): MeasureDecoder {
  const { name, policy } = definition;
  const decode = decoderOfType(definition);
  return (value) => {
    if (value === null) return settled(policy.ifNull, new Refusal('bad-measure', `${name}: null`));
    if (value === '') return settled(policy.ifEmpty, new Refusal('bad-measure', `${name}: empty text`));
    return decode(value);
  };
}

function decoderOfType(definition: MeasureDefinition): MeasureDecoder {
  switch (definition.type) {
    case 'DOUBLE':
      return doubleDecoder(definition);
    case 'BIGINT':
      return bigintDecoder(definition);
    case 'BOOLEAN':
      return booleanDecoder(definition);
    case 'VARCHAR':
      return varcharDecoder(definition);
    case 'TIMESTAMP':
      return timestampDecoder(definition);
  }
}

function booleanDecoder(definition: MeasureDefinition): MeasureDecoder {
  return (value) => (value === true || value === false || value === 'true' || value === 'false' ? String(value) : wrongType(definition, value));
}

/** An enum decides alone: the texts in it fit, and a cut text would be none of them. */
function varcharDecoder(definition: MeasureDefinition): MeasureDecoder {
  const { name, policy } = definition;
  const texts = definition.enum === undefined ? undefined : new Set(definition.enum);
  return (value) => {
    if (typeof value !== 'string' || hasLoneSurrogate(value)) return wrongType(definition, value);
    if (texts !== undefined) {
      return texts.has(value) ? value : settled(policy.ifNotInEnum, new Refusal('not-in-enum', `${name}: ${quoted(value)} is none of ${[...texts].join(', ')}`));
    }
    if (value.length * mostBytesPerUnit <= maxVarcharBytes) return value;
    const bytes = Buffer.byteLength(value);
    if (bytes <= maxVarcharBytes) return value;
    if (policy.ifTooLong === 'truncate') return utf8Prefix(value, maxVarcharBytes);
    return settled(policy.ifTooLong, new Refusal('too-long', `${name}: ${bytes} bytes, ${maxVarcharBytes} fit`));
  };
}

function timestampDecoder(definition: MeasureDefinition): MeasureDecoder {
  return (value) => {
    const ns = valueToNs(value, 'auto');
    if (ns === undefined) return wrongType(definition, value);
    if (ns >= minTimestamp && ns <= maxTimestamp) return ns.toString();
    return new Refusal('out-of-range', `${definition.name}: ${quoted(value)} is beyond 64 bits of nanoseconds`);
  };
}
