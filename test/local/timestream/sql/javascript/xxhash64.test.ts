import { xxhash64 } from '../../../../../local/timestream/sql/javascript/xxhash64';

// Published with implementations of the algorithm; the last is longer than one stripe and ends within a word.
test.each([
  ['', 'ef46db3751d8e999'],
  ['a', 'd24ec4f1a98c6e5b'],
  ['as', '1c330fb2d66be179'],
  ['asd', '631c37ce72a97393'],
  ['abc', '44bc2cf5ad770999'],
  ['asdf', '415872f599cea71e'],
  ['Call me Ishmael. Some years ago--never mind how long precisely-', '02a2e85470d6fd96'],
])('the hash of %j is %s', (text, hash) => {
  expect(xxhash64(new TextEncoder().encode(text)).toString(16).padStart(16, '0')).toBe(hash);
});

test('the hash is of the bytes of a view, not of the buffer under it', () => {
  const bytes = new TextEncoder().encode('xxabc').subarray(2);
  expect(xxhash64(bytes)).toBe(0x44bc2cf5ad770999n);
});
