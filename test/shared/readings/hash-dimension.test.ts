/** The hash that stands in place of a personal dimension is one that others can compute too. */
import { hashDimension } from '../../../shared/readings/hash-dimension';

test('it is the first half of HMAC-SHA-256 (RFC 4231, test case 2)', () => {
  expect(hashDimension('what do ya want for nothing?', 'Jefe')).toBe('5bdcc146bf60754e6a042426089575c7');
});

test('another key or another value gives another hash', () => {
  expect(new Set([hashDimension('a', 'k'), hashDimension('b', 'k'), hashDimension('a', 'l')]).size).toBe(3);
});
