/** Unpacks gzip, within a bound; unpack-record (streams) and from-http (request bodies) ask for it. */
import { gunzipSync } from 'node:zlib';

/**
 * No limit of a service: as much as the largest stream record and the largest request of an HTTP API may hold, so that whoever can send
 * readings plain can send them packed, and a few kilobytes that unpack to gigabytes end here.
 */
export const maxUnpackedBytes = 10 * 1024 * 1024;

/** RFC 1952: every gzip begins with these two bytes, and no text does. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface Inflated {
  readonly buffer: Buffer;
  /** How many bytes it has read. */
  readonly engine: { readonly bytesWritten: number };
}

/** @param maxBytes of what comes out */
export function gunzip(bytes: Buffer, maxBytes: number): Buffer | 'damaged' | 'too-large' {
  // zlib takes no bound of 0.
  if (maxBytes === 0) return 'too-large';
  try {
    // `info` gives the engine too, which the types do not say.
    const { buffer, engine } = gunzipSync(bytes, { maxOutputLength: maxBytes, info: true }) as unknown as Inflated;
    // Behind a zero, which is padding, zlib reads nothing more: whatever stands there would be lost without a word.
    return bytes.subarray(engine.bytesWritten).every((byte) => byte === 0) ? buffer : 'damaged';
  } catch (error) {
    // zlib throws nothing but errors with a code, and all others are about the bytes: https://nodejs.org/docs/latest-v22.x/api/errors.html
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
  }
}
