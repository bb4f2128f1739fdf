/** Makes request ids as the service's look: 26 characters of base32. */
import { randomFillSync } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const idLength = 26;
/** Random bytes for many ids at once: asking for them costs more than making an id. */
const pool = Buffer.alloc(idLength * 256);
let used = pool.length;

export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = '';
  // 256 is a multiple of 32, so every character is equally likely.
  for (const byte of pool.subarray(used, used += idLength)) id += alphabet.charAt(byte % 32);
  return id;
}
