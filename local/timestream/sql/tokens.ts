/** Query text -> tokens with their offsets; the parser reads nothing but these. */
import { SqlError, type Offset } from './errors';

export type TokenKind = 'word' | 'quoted-name' | 'string' | 'integer' | 'double' | 'duration' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Names and strings without their quotes, everything else as written. */
  readonly text: string;
  /** Upper case for words, so that keywords compare; the text itself otherwise. */
  readonly key: string;
  readonly at: Offset;
  readonly end: Offset;
}

const blank = /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y;
/** Colons belong to a bare name: `measure_value::double` is one column name and no cast. */
const word = /[A-Za-z_][A-Za-z0-9_@:]*/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\d.])/y;
/** A number with a unit and no space between is a duration. */
const duration = /\d+(?:nanosecond|microsecond|millisecond|second|minute|hour|month|year|day|ns|us|ms|s|m|h|d|y)(?![A-Za-z0-9_])/iy;
const symbol = /<>|!=|<=|>=|\|\||->|=>|[()[\],.;+\-*/%=<>?@]/y;

/** People write the type of `measure_value::varchar` in capitals, too. */
const valueColumn = /(?<=^measure_value::)[A-Za-z]+$/;
const lower = (text: string) => text.toLowerCase();

function matchAt(pattern: RegExp, text: string, at: Offset): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Reads a quoted name or string whose quote is doubled inside; returns its value and where it ends. */
function quoted(text: string, at: Offset, quote: string): { value: string; end: Offset } {
  let value = '';
  let from = at + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) throw new SqlError(at, `The text that begins with ${quote} has no end`);
    value += text.slice(from, close);
    if (text[close + 1] !== quote) return { value, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}

function quotedToken(text: string, at: Offset, kind: 'string' | 'quoted-name'): Token {
  const { value, end } = quoted(text, at, kind === 'string' ? "'" : '"');
  if (kind === 'quoted-name' && value === '') throw new SqlError(at, 'Zero-length delimited identifier not allowed');
  // Half of a UTF-16 pair has no UTF-8 form, so the store can never hold it.
  if (/\p{Surrogate}/u.test(value)) throw new SqlError(at, 'The text is not well-formed Unicode');
  return { kind, text: value, key: value, at, end };
}

function numberToken(text: string, at: Offset): Token {
  const withUnit = matchAt(duration, text, at);
  if (withUnit !== undefined) return { kind: 'duration', text: withUnit, key: withUnit, at, end: at + withUnit.length };
  const plain = matchAt(number, text, at);
  const next = text[at + (plain?.length ?? 0)] ?? '';
  if (plain === undefined || /[A-Za-z_]/.test(next)) {
    throw new SqlError(at, 'identifiers must not start with a digit; surround the identifier with double quotes');
  }
  return { kind: /^\d+$/.test(plain) ? 'integer' : 'double', text: plain, key: plain, at, end: at + plain.length };
}

function tokenAt(text: string, at: Offset): Token {
  const first = text.charAt(at);
  if (first === "'") return quotedToken(text, at, 'string');
  if (first === '"') return quotedToken(text, at, 'quoted-name');
  if (/[0-9]/.test(first) || (first === '.' && /[0-9]/.test(text.charAt(at + 1)))) return numberToken(text, at);
  const name = matchAt(word, text, at);
  if (name !== undefined) return { kind: 'word', text: name.replace(valueColumn, lower), key: name.toUpperCase(), at, end: at + name.length };
  if (text.startsWith('/*', at)) throw new SqlError(at, 'The comment that begins with /* has no end');
  const mark = matchAt(symbol, text, at);
  if (mark !== undefined) return { kind: 'symbol', text: mark, key: mark, at, end: at + mark.length };
  throw new SqlError(at, `mismatched input '${String.fromCodePoint(text.codePointAt(at) ?? 0)}'`);
}

/** All tokens of the text, the last of kind `end`. Throws SqlError at the first character that begins none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    for (let skipped = matchAt(blank, text, at); skipped !== undefined; skipped = matchAt(blank, text, at)) at += skipped.length;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '<EOF>', key: '<EOF>', at: text.length, end: text.length });
  return tokens;
}
