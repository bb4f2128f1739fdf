/** The parser's place in the token list: looking, taking, and refusing what does not fit. */
import type { Name, Query } from '../ast';
import { SqlError, undocumented, type Offset } from '../errors';
import type { Token } from '../tokens';

/** Words that are never names unless quoted. */
const reservedWords = new Set((
  'ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER ' +
  'DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXTRACT FALSE FOR FROM FULL GROUP GROUPING ' +
  'HAVING IN INNER INSERT INTERSECT INTO IS JOIN LEFT LIKE LOCALTIME LOCALTIMESTAMP NATURAL NORMALIZE NOT NULL ON OR ORDER OUTER ' +
  'PREPARE RECURSIVE RIGHT ROLLUP SELECT TABLE THEN TRUE UESCAPE UNION UNNEST USING VALUES WHEN WHERE WITH'
).split(' '));

/** Words that may be names but, after a table or a column, begin the next clause rather than an alias. */
const clauseWords = new Set(['LIMIT', 'OFFSET', 'FETCH', 'TABLESAMPLE', 'WINDOW']);

/**
 * How deep expressions may nest: DuckDB stops at 1000 levels of its own and one of ours prints as several.
 * Parser, checker and printer recurse, so this also keeps a hostile statement from exhausting the stack.
 */
const MAX_NESTING = 100;

/** What the whole statement is read by. */
export interface Grammar {
  /** Whether what the service's documents lack is allowed. */
  readonly extensions: boolean;
  /** The way back to query.ts for subqueries, so that the files do not import each other. */
  readonly query: (cursor: TokenCursor) => Query;
}

export class TokenCursor {
  private place = 0;
  private depth = 0;
  /** Where the first of two ways has failed already: trying it again and again would take exponential time. */
  private readonly refused = new Map<number, SqlError>();

  constructor(private readonly tokens: readonly Token[], private readonly grammar?: Grammar) {}

  /** A query in the middle of something else. */
  query(): Query {
    if (this.grammar === undefined) throw this.mismatch('<type>');
    return this.grammar.query(this);
  }

  /** Lets a construct pass that the service's documents lack, when extensions are allowed. */
  allowExtension(at: Offset, construct: string): void {
    if (this.grammar?.extensions !== true) throw undocumented(at, construct);
  }

  /** Whether the next tokens begin a query, brackets before it included. */
  beginsQuery(ahead = 0): boolean {
    let from = ahead;
    while (this.peek(from).kind === 'symbol' && this.peek(from).key === '(') from += 1;
    const { kind, key } = this.peek(from);
    return kind === 'word' && ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(key);
  }

  /** The first way to read what follows, or the second when that fails; of two errors the one further on is thrown. */
  either<T>(first: () => T, second: () => T): T {
    const { place, depth } = this;
    const refusal = this.refused.get(place) ?? this.attempt(first);
    if (!(refusal instanceof SqlError)) return refusal;
    this.refused.set(place, refusal);
    this.place = place;
    this.depth = depth;
    const other = this.attempt(second);
    if (!(other instanceof SqlError)) return other;
    throw other.at < refusal.at ? refusal : other;
  }

  private attempt<T>(parse: () => T): T | SqlError {
    try {
      return parse();
    } catch (error) {
      if (error instanceof SqlError) return error;
      throw error;
    }
  }

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.place + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error('a token list ends with its end token');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.place += 1;
    return token;
  }

  /** Where the last taken token ended. */
  get end(): Offset {
    return this.tokens[this.place - 1]?.end ?? 0;
  }

  get at(): Offset {
    return this.peek().at;
  }

  /** Whether the next tokens are these keywords or symbols. */
  is(...keys: readonly string[]): boolean {
    // A plain loop: the parser asks this more often than anything else.
    for (let ahead = 0; ahead < keys.length; ahead += 1) {
      const { kind, key } = this.peek(ahead);
      if (key !== keys[ahead] || (kind !== 'word' && kind !== 'symbol')) return false;
    }
    return true;
  }

  /** Takes the next tokens when they are these keywords or symbols. */
  accept(...keys: readonly string[]): boolean {
    if (!this.is(...keys)) return false;
    this.place += keys.length;
    return true;
  }

  expect(...keys: readonly string[]): void {
    for (const key of keys) if (!this.accept(key)) throw this.mismatch(`'${key}'`);
  }

  mismatch(expected: string): SqlError {
    return new SqlError(this.at, `mismatched input '${this.peek().text}'. Expecting: ${expected}`);
  }

  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted-name' || (token.kind === 'word' && !reservedWords.has(token.key));
  }

  name(): Name {
    if (!this.isName()) throw this.mismatch('<identifier>');
    const token = this.take();
    return { text: token.text, at: token.at };
  }

  /** An alias, with or without AS. */
  alias(): Name | undefined {
    if (this.accept('AS')) return this.name();
    const token = this.peek();
    return this.isName() && !(token.kind === 'word' && clauseWords.has(token.key)) ? this.name() : undefined;
  }

  string(): string {
    if (this.peek().kind !== 'string') throw this.mismatch('<string>');
    return this.take().text;
  }

  /** One or more, separated by commas. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(',')) items.push(item());
    return items;
  }

  /** `1 + 1 + 1` is a tree as deep as it is long. */
  refuseLongChain(steps: number): void {
    if (steps > MAX_NESTING) throw new SqlError(this.at, `The expression chains more than ${MAX_NESTING} operators`);
  }

  /** Parses one level deeper, refusing to go too deep. */
  nested<T>(parse: () => T, levels = 1): T {
    this.depth += levels;
    if (this.depth > MAX_NESTING) throw new SqlError(this.at, `The statement nests deeper than ${MAX_NESTING} levels`);
    const parsed = parse();
    this.depth -= levels;
    return parsed;
  }
}
