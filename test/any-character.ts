/** Any Unicode character for the texts of property tests, as `fc.string({ unit: 'binary' })` has them: that one first makes a table of all 1.1 million, in every test file anew. */
import * as fc from 'fast-check';

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const lastCodePoint = 0x10_ffff;

const characterAt = (index: number): string => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates);

/** The way back, by which fast-check mixes in words like `__proto__` and shrinks. */
function indexOf(character: unknown): number {
  const codePoint = typeof character === 'string' ? character.codePointAt(0) ?? 0 : 0;
  const index = codePoint < firstSurrogate ? codePoint : codePoint - surrogates;
  if (characterAt(index) !== character) throw new Error(`no single character: ${String(character)}`);
  return index;
}

/** The unit of a string: no half of a surrogate pair. */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: lastCodePoint - surrogates }).map(characterAt, indexOf);
