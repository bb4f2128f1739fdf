/** Query ids in the service's shape. */
import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 63;

/** 63 characters of base32 that begin with AED. */
export function newQueryId(): string {
  const rest = Array.from({ length: LENGTH - 3 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `AED${rest.join('')}`;
}
