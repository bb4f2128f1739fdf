/** Makes request ids as the service's look: 26 characters of base32. */
import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newRequestId(): string {
  let id = '';
  // 256 is a multiple of 32, so every character is equally likely.
  for (const byte of randomBytes(26)) id += alphabet.charAt(byte % 32);
  return id;
}
