/** The fields of one protobuf message, by number, uninterpreted; kpl-aggregate gives them their meaning. */

/** A length-delimited field has bytes, every other kind has none that anybody asks for. */
export interface ProtobufField {
  readonly number: number;
  readonly bytes?: Buffer;
}

/** https://protobuf.dev/programming-guides/encoding/#structure */
const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** Seven bits a byte: ten bytes hold 64 bits. */
const maxVarintBytes = 10;

/**
 * @returns undefined when the bytes are no protobuf message: a field that ends behind the end, a wire type that does not exist or is
 * no longer used (groups)
 */
export function protobufFields(message: Buffer): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    if (tag === undefined) return undefined;
    const number = Math.floor(tag.value / 8);
    const content = readContent(message, tag.end, tag.value % 8);
    if (number === 0 || content === undefined) return undefined;
    fields.push(content.bytes === undefined ? { number } : { number, bytes: content.bytes });
    at = content.end;
  }
  return fields;
}

interface Content {
  readonly end: number;
  readonly bytes?: Buffer;
}

function readContent(message: Buffer, at: number, wireType: number): Content | undefined {
  switch (wireType) {
    case wireTypes.varint:
      return readVarint(message, at);
    case wireTypes.fixed64:
      return within(message, { end: at + 8 });
    case wireTypes.fixed32:
      return within(message, { end: at + 4 });
    case wireTypes.lengthDelimited: {
      const length = readVarint(message, at);
      if (length === undefined) return undefined;
      const end = length.end + length.value;
      return within(message, { end, bytes: message.subarray(length.end, end) });
    }
    default:
      return undefined;
  }
}

function within(message: Buffer, content: Content): Content | undefined {
  return content.end <= message.length ? content : undefined;
}

/** Beyond 2^53 the value is rounded, which no tag and no length of bytes that are here can reach. */
function readVarint(message: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < maxVarintBytes; index += 1) {
    const byte = message[start + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return undefined;
}
