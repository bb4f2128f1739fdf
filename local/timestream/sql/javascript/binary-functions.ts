/** Functions of bytes; functions/binary.ts prints calls of these. */
import { BIGINT, BLOB, blobValue, DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { fail, unexpected, type JavascriptFunctions } from './javascript-function';
import { xxhash64 } from './xxhash64';

const asBytes = (value: DuckDBValue) => (value instanceof DuckDBBlobValue ? value.bytes : unexpected(value));

/** The eight bytes of a number, the most significant first. */
function toBigEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

function fromBigEndian(bytes: Uint8Array): bigint {
  if (bytes.length !== 8) fail(`expected 8-byte input, but got instead: ${bytes.length}`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigInt64(0);
}

export const binaryFunctions: JavascriptFunctions = {
  timestream_xxhash64: { parameters: [BLOB], returns: BLOB, answer: (bytes = null) => blobValue(toBigEndian(xxhash64(asBytes(bytes)))) },
  timestream_from_big_endian_64: { parameters: [BLOB], returns: BIGINT, answer: (bytes = null) => fromBigEndian(asBytes(bytes)) },
};
