/** Goes through the tokens of a rule; parse-expression and parse-statement read with it. */
import type { Expression } from './expression';
import { RuleSqlError } from './rule-sql-error';
import { tokenize, type Token } from './tokenize';
import type { SqlVersion } from './value';

/** What the rule around a text says about it. */
export interface Dialect {
  readonly version: SqlVersion;
  /** The variables that SET has made so far. */
  readonly variables: ReadonlySet<string>;
}

/** Handed to the parsers of what an expression is made of. */
export type ParseExpression = (reader: TokenReader) => Expression;

/** What cannot be the name of a field, unless it stands behind a dot. */
const reservedWords = ['SELECT', 'FROM', 'WHERE', 'AS', 'AND', 'OR', 'NOT', 'IN', 'EXISTS', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'SET', 'TRUE', 'FALSE', 'NULL'];

/** Deeper nesting is no rule but an attack on the stack. */
const maxDepth = 100;

export class TokenReader {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  /** @throws RuleSqlError when the text has characters that start no token */
  constructor(private readonly source: string, readonly dialect: Dialect) {
    this.#tokens = tokenize(source);
  }

  get next(): Token {
    return this.ahead(0);
  }

  /** The token so many places behind the next one. */
  ahead(places: number): Token {
    // The last token is always the end, and nothing moves past it.
    return this.#tokens[this.#position + places] ?? { kind: 'end', text: 'the end of the text', offset: this.source.length };
  }

  refusal(message: string, token = this.next): RuleSqlError {
    return new RuleSqlError(message, this.source, token.offset);
  }

  /** Takes the next token when it is this symbol or, in any case, this word. */
  take(text: string): Token | undefined {
    return isToken(this.next, text) ? this.#move() : undefined;
  }

  takeKind(kind: Exclude<Token['kind'], 'symbol' | 'end'>): Token | undefined {
    return this.next.kind === kind ? this.#move() : undefined;
  }

  expect(text: string): void {
    if (this.take(text) === undefined) throw this.refusal(`expected ${text} but found ${this.next.text}`);
  }

  expectEnd(): void {
    if (this.next.kind !== 'end') throw this.refusal(`unexpected ${this.next.text}`);
  }

  /** A field of the payload or of the output. */
  name(): string {
    const token = this.next;
    if (token.kind !== 'word' || isReserved(token)) throw this.refusal(`expected a name but found ${token.text}`);
    return this.#move().text;
  }

  /** A name behind a dot, where no word of the language can stand. */
  memberName(): string {
    if (this.next.kind === 'number') throw this.refusal(`${this.next.text} cannot stand behind a dot: get(object, '${this.next.text}') reads it`);
    if (this.next.kind !== 'word') throw this.refusal(`expected a name but found ${this.next.text}`);
    return this.#move().text;
  }

  /** Parses what stands inside of something of its own kind. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.refusal(`an expression nests deeper than ${maxDepth} levels`);
    const parsed = parse();
    this.#depth -= 1;
    return parsed;
  }

  /** Refuses what only the newer version has. */
  requireNewVersion(what: string, token: Token): void {
    if (this.dialect.version === '2015-10-08') throw this.refusal(`${what} needs SQL version 2016-03-23`, token);
  }

  #move(): Token {
    const token = this.next;
    this.#position += 1;
    return token;
  }
}

export function isToken(token: Token, text: string): boolean {
  return token.kind === 'symbol' ? token.text === text : token.kind === 'word' && token.text.toUpperCase() === text;
}

export function isReserved(token: Token): boolean {
  return token.kind === 'word' && reservedWords.includes(token.text.toUpperCase());
}
