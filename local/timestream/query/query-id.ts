/** Query ids in the service's shape. */
import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 63;
const START = 'AED';

/** 63 characters of base32 that begin with AED. */
export function newQueryId(): string {
  let id = START;
  // 256 is a multiple of 32, so every character is equally likely.
  for (const byte of randomBytes(LENGTH - START.length)) id += alphabet.charAt(byte % alphabet.length);
  return id;
}
