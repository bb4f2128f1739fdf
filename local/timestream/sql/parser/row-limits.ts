/** How many rows of a query count: OFFSET, LIMIT and FETCH FIRST, the last words of a query. */
import type { Query } from '../ast';
import { SqlError } from '../errors';
import type { TokenCursor } from './token-cursor';

type RowLimits = Pick<Query, 'offset' | 'limit' | 'withTies'>;

/** @param isSorted whether ORDER BY stands before them */
export function rowLimits(cursor: TokenCursor, isSorted: boolean): RowLimits {
  const offset = skipped(cursor);
  return { ...(offset !== undefined && { offset }), ...taken(cursor, isSorted) };
}

function skipped(cursor: TokenCursor): bigint | undefined {
  const { at } = cursor;
  if (!cursor.accept('OFFSET')) return undefined;
  cursor.allowExtension(at, 'OFFSET');
  const rows = rowCount(cursor, '<integer>', 'offset');
  if (!cursor.accept('ROWS')) cursor.accept('ROW');
  return rows;
}

function taken(cursor: TokenCursor, isSorted: boolean): RowLimits {
  const { at } = cursor;
  if (cursor.accept('FETCH')) {
    cursor.allowExtension(at, 'FETCH FIRST');
    return fetched(cursor, isSorted);
  }
  if (!cursor.accept('LIMIT') || cursor.accept('ALL')) return { withTies: false };
  return { limit: rowCount(cursor, "'ALL', <integer>", 'limit'), withTies: false };
}

/** FIRST ROW ONLY means one. */
function fetched(cursor: TokenCursor, isSorted: boolean): RowLimits {
  if (!cursor.accept('NEXT')) cursor.expect('FIRST');
  const { at } = cursor;
  const limit = cursor.peek().kind === 'integer' ? rowCount(cursor, '<integer>', 'limit') : 1n;
  if (limit === 0n) throw new SqlError(at, 'FETCH FIRST row count must be positive (actual value: 0)');
  if (!cursor.accept('ROWS')) cursor.expect('ROW');
  if (cursor.accept('ONLY')) return { limit, withTies: false };
  const { at: ties } = cursor;
  cursor.expect('WITH', 'TIES');
  if (!isSorted) throw new SqlError(ties, 'FETCH FIRST WITH TIES clause requires ORDER BY');
  return { limit, withTies: true };
}

const MAX_ROWS = 2n ** 63n - 1n;

function rowCount(cursor: TokenCursor, expected: string, name: string): bigint {
  if (cursor.peek().kind !== 'integer') throw cursor.mismatch(expected);
  const { text, at } = cursor.take();
  const rows = BigInt(text);
  if (rows > MAX_ROWS) throw new SqlError(at, `Invalid ${name}: ${text}`);
  return rows;
}
