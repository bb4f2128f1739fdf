/** What a backslash begins in a Java pattern when it stands for characters, inside a class and outside. */
import { characterProperty } from './character-property';
import { PatternError, unsupported, type PatternCursor } from './pattern-cursor';

/** One character, or a JavaScript class of many. */
export type Characters = { readonly character: string } | { readonly source: string };

/** Java's own sets: ASCII all but \h and \v. */
const sets: Readonly<Record<string, string>> = {
  d: '[0-9]', w: '[a-zA-Z0-9_]', s: '[\\t-\\r ]', v: '[\\n-\\r\\x85\\u2028\\u2029]',
  h: '[ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
};

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', a: '\u0007', e: '\u001b' };

/** Any character as a JavaScript pattern or class takes it. */
export function characterSource(character: string): string {
  return /^[a-zA-Z0-9]$/.test(character) ? character : `\\u{${codePoint(character).toString(16)}}`;
}

export function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The same letter in the other case; (?i) is about ASCII letters alone. */
export function otherCase(character: string): string | undefined {
  if (!/^[a-zA-Z]$/.test(character)) return undefined;
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
}

/** Reads on after the backslash. */
export function readEscape(cursor: PatternCursor, ignoresCase: boolean): Characters {
  const letter = cursor.take();
  const set = sets[letter];
  if (set !== undefined) return { source: set };
  const complement = /^[DWSVH]$/.test(letter) ? sets[letter.toLowerCase()] : undefined;
  if (complement !== undefined) return { source: `[^${complement.slice(1)}` };
  const control = controls[letter];
  if (control !== undefined) return { character: control };
  if (letter === 'p' || letter === 'P') return { source: readProperty(cursor, letter === 'P', ignoresCase) };
  if (letter === 'x' || letter === 'u') return { character: readHexadecimal(cursor, letter) };
  if (/^[0cNQERXG]$/.test(letter)) throw unsupported(`\\${letter}`);
  if (/^[a-zA-Z1-9]$/.test(letter)) throw new PatternError(`Illegal/unsupported escape sequence \\${letter}`);
  return { character: letter };
}

function readProperty(cursor: PatternCursor, isNegated: boolean, ignoresCase: boolean): string {
  const isLong = cursor.accept('{');
  const name = isLong ? cursor.takeWhile((character) => character !== '}') : cursor.take();
  if (isLong) cursor.expect('}', 'Unclosed character family');
  const source = characterProperty(name, ignoresCase);
  return isNegated ? `[^${source}]` : source;
}

function readHexadecimal(cursor: PatternCursor, letter: 'x' | 'u'): string {
  if (letter === 'x' && cursor.accept('{')) {
    const value = parseInt(hexadecimal(cursor.takeWhile((character) => character !== '}')), 16);
    cursor.expect('}', 'Unclosed hexadecimal escape sequence');
    if (value > 0x10ffff) throw new PatternError('Hexadecimal codepoint is too big');
    return whole(String.fromCodePoint(value));
  }
  const unit = readUnit(cursor, letter === 'x' ? 2 : 4);
  const isPair = /[\ud800-\udbff]/.test(unit) && /^\\u[dD][c-fC-F]/.test(cursor.peek(4));
  return whole(isPair && cursor.accept('\\u') ? unit + readUnit(cursor, 4) : unit);
}

function readUnit(cursor: PatternCursor, digits: number): string {
  return String.fromCharCode(parseInt(hexadecimal(Array.from({ length: digits }, () => cursor.take()).join('')), 16));
}

function hexadecimal(digits: string): string {
  if (!/^[0-9a-fA-F]+$/.test(digits)) throw new PatternError('Illegal hexadecimal escape sequence');
  return digits;
}

/** Half a character is in no text. */
function whole(character: string): string {
  if (/\p{Surrogate}/u.test(character)) throw unsupported('Half of a surrogate pair');
  return character;
}
