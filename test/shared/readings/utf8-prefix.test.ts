/** Text is cut between characters, as late as the bytes allow. */
import fc from 'fast-check';
import { utf8Prefix } from '../../../shared/readings/utf8-prefix';

it.each([
  ['abc', 2, 'ab'],
  ['abc', 3, 'abc'],
  ['abc', 9, 'abc'],
  ['aü', 2, 'a'],
  ['東京', 5, '東'],
  ['🌡x', 3, ''],
  ['🌡x', 4, '🌡'],
  ['abc', 0, ''],
])('cuts %p to %i bytes: %p', (text, bytes, cut) => {
  expect(utf8Prefix(text, bytes)).toBe(cut);
});

it('keeps the longest beginning that fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, bytes) => {
      const cut = utf8Prefix(text, bytes);
      expect(text.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
      const [next = ''] = text.slice(cut.length);
      expect(next === '' || Buffer.byteLength(cut + next) > bytes).toBe(true);
    }),
  );
});
