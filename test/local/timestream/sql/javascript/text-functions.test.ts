import { hammingDistance, levenshteinDistance, placeFromEnd, placeFromStart, reverse } from '../../../../../local/timestream/sql/javascript/text-functions';

test('reverse keeps code points whole and moves combining marks', () => {
  expect(reverse('a😀e\u0301')).toBe('\u0301e😀a');
});

test('distances count code points', () => {
  expect(hammingDistance('a😀c', 'a😁d')).toBe(2);
  expect(levenshteinDistance('kitten', 'sitting')).toBe(3);
  expect(levenshteinDistance('sitting', 'kitten')).toBe(3);
  expect(levenshteinDistance('', '😀b')).toBe(2);
  expect(levenshteinDistance('', '')).toBe(0);
  expect(levenshteinDistance('x', 'abc')).toBe(3);
});

test('distances refuse lengths that do not fit', () => {
  expect(() => hammingDistance('a', 'ab')).toThrow('must have the same length');
  expect(() => levenshteinDistance('a'.repeat(2000), 'b'.repeat(2000))).toThrow('too large');
});

test.each([
  ['aaaa', 'aa', 1n, 1n, 3n],
  ['aaaa', 'aa', 3n, 3n, 1n],
  ['aaaa', 'aa', 4n, 0n, 0n],
  ['😀b😀b', 'b', 2n, 4n, 2n],
  ['abc', '', 2n, 1n, 1n],
  ['', 'a', 1n, 0n, 0n],
])('in %j, %j number %s begins at %s and from the end at %s', (text, wanted, instance, start, end) => {
  expect(placeFromStart(text, wanted, instance)).toBe(start);
  expect(placeFromEnd(text, wanted, instance)).toBe(end);
});

test('there is no occurrence number 0', () => {
  expect(() => placeFromStart('a', 'a', 0n)).toThrow("'instance' must be a positive number.");
  expect(() => placeFromEnd('a', 'a', -1n)).toThrow("'instance' must be a positive number.");
});
