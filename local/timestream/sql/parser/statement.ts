/** Query text -> one statement: a query, UNLOAD, SHOW or DESCRIBE. The way into the parser. */
import type { LikePattern, Statement } from '../ast';
import { SqlError } from '../errors';
import { tokenize } from '../tokens';
import { query } from './query';
import { TokenCursor } from './token-cursor';
import { unload } from './unload';

export interface ParseOptions {
  /** Allows constructs that the service's documents lack. */
  readonly extensions?: boolean;
}

/** @throws SqlError with the place of the first token that does not fit */
export function parseStatement(text: string, { extensions = false }: ParseOptions = {}): Statement {
  const cursor = new TokenCursor(tokenize(text), { extensions, query });
  const parsed = statement(cursor);
  if (cursor.is(';')) throw new SqlError(cursor.at, "mismatched input ';'. Expecting: <EOF>: one statement without a semicolon");
  if (cursor.peek().kind !== 'end') throw cursor.mismatch('<EOF>');
  return parsed;
}

function statement(cursor: TokenCursor): Statement {
  if (cursor.accept('SHOW')) return show(cursor);
  if (cursor.accept('DESCRIBE')) return { kind: 'describe', table: qualifiedName(cursor) };
  if (cursor.is('UNLOAD')) return unload(cursor);
  return { kind: 'query', query: query(cursor) };
}

function show(cursor: TokenCursor): Statement {
  if (cursor.accept('DATABASES')) return { kind: 'show-databases', ...likePattern(cursor) };
  if (cursor.accept('TABLES')) {
    if (!cursor.accept('FROM') && !cursor.accept('IN')) return { kind: 'show-tables', ...likePattern(cursor) };
    return { kind: 'show-tables', database: cursor.name(), ...likePattern(cursor) };
  }
  if (cursor.accept('MEASURES')) {
    cursor.expect('FROM');
    return { kind: 'show-measures', table: qualifiedName(cursor), ...likePattern(cursor) };
  }
  throw cursor.mismatch("'DATABASES', 'MEASURES', 'TABLES'");
}

function qualifiedName(cursor: TokenCursor) {
  const parts = [cursor.name()];
  while (cursor.accept('.')) parts.push(cursor.name());
  return parts;
}

function likePattern(cursor: TokenCursor): { like?: LikePattern } {
  const { at } = cursor;
  if (!cursor.accept('LIKE')) return {};
  const pattern = cursor.string();
  return { like: cursor.accept('ESCAPE') ? { at, pattern, escape: cursor.string() } : { at, pattern } };
}
