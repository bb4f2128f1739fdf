/** Rule SQL text to tokens; token-reader hands them to the parsers. */
import { RuleSqlError } from './rule-sql-error';

export interface Token {
  /** A variable's text is its name without the @. */
  readonly kind: 'word' | 'variable' | 'text' | 'number' | 'symbol' | 'end';
  /** A word as written, text without its quotes, otherwise the characters themselves. */
  readonly text: string;
  readonly offset: number;
}

const blank = /\s+/y;
const patterns = [
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['variable', /@[A-Za-z0-9_]{1,64}/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['symbol', /<>|<=|>=|[-+*/%=<>(),.:{}[\]]/y],
] as const;

/** @throws RuleSqlError at the first character that starts no token */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(source)?.[0];
  };
  while (offset < source.length) {
    const space = match(blank);
    if (space !== undefined) {
      offset += space.length;
      continue;
    }
    if (source.startsWith('--', offset)) throw new RuleSqlError('comments are not supported, and a second minus needs a blank before it', source, offset);
    const token = quotedText(source, offset) ?? plainToken(match, offset);
    if (token === undefined) throw new RuleSqlError(`unexpected character ${JSON.stringify(source[offset])}`, source, offset);
    tokens.push(token);
    offset += token.length;
  }
  tokens.push({ kind: 'end', text: 'the end of the text', offset });
  return tokens;
}

function plainToken(match: (pattern: RegExp) => string | undefined, offset: number): (Token & { length: number }) | undefined {
  for (const [kind, pattern] of patterns) {
    const text = match(pattern);
    if (text !== undefined) return { kind, text: kind === 'variable' ? text.slice(1) : text, offset, length: text.length };
  }
  return undefined;
}

/** Text stands in single quotes, or double ones as in AWS's own examples; a doubled quote is the quote itself. */
function quotedText(source: string, offset: number): (Token & { length: number }) | undefined {
  const quote = source[offset];
  if (quote !== "'" && quote !== '"') return undefined;
  let text = '';
  for (let at = offset + 1; at < source.length; at += 1) {
    if (source[at] !== quote) {
      text += source[at];
    } else if (source[at + 1] === quote) {
      text += quote;
      at += 1;
    } else {
      return { kind: 'text', text, offset, length: at + 1 - offset };
    }
  }
  throw new RuleSqlError(`text that starts with ${quote} does not end`, source, offset);
}
