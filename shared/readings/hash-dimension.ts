/** The keyed hash that stands in place of a personal dimension; decode-dimensions asks for it. */
import { createHmac } from 'node:crypto';

/** 128 bits: half of the hash, which is as short as it may be cut (https://www.rfc-editor.org/rfc/rfc2104#section-5). Every record pays for it. */
const hashDigits = 32;

/** @returns the first 32 hex digits of HMAC-SHA-256, the same for the same value and key wherever it is computed */
export function hashDimension(value: string, key: string): string {
  return createHmac('sha256', key).update(value).digest('hex').slice(0, hashDigits);
}
