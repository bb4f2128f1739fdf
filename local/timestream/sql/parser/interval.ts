/** Intervals as written: `5m`, `1year`, `interval '2' day`; primary.ts meets them, the checker gives them a type. */
import type { Expression } from '../ast';
import { notSupportedYet, SqlError } from '../errors';
import { intervalUnit, shorthandUnit } from '../interval-units';
import type { Token } from '../tokens';
import type { TokenCursor } from './token-cursor';

export function durationLiteral(token: Token): Expression {
  const digits = /^\d+/.exec(token.text)?.[0] ?? '';
  const written = token.text.slice(digits.length);
  const unit = shorthandUnit(written);
  if (unit === undefined) throw new SqlError(token.at, `Unknown interval unit '${written}'`);
  return { kind: 'interval', at: token.at, unit, amount: BigInt(digits) };
}

/** INTERVAL is also a legal name, so only what follows tells a literal. */
export function isIntervalLiteral(cursor: TokenCursor): boolean {
  if (!cursor.is('INTERVAL')) return false;
  const ahead = ['+', '-'].includes(cursor.peek(1).key) ? 2 : 1;
  return cursor.peek(ahead).kind === 'string';
}

export function quotedInterval(cursor: TokenCursor): Expression {
  const { at } = cursor;
  cursor.expect('INTERVAL');
  const negative = cursor.accept('-');
  if (!negative) cursor.accept('+');
  const text = cursor.string();
  const written = cursor.name();
  const unit = intervalUnit(written.text);
  if (unit === undefined) throw new SqlError(written.at, `mismatched input '${written.text}'. Expecting: <interval unit>`);
  if (cursor.is('TO')) throw notSupportedYet(cursor.at, 'An interval literal of two units');
  if (!/^-?\d+$/.test(text)) throw new SqlError(at, `'${text}' is not a valid interval literal`);
  return { kind: 'interval', at, unit, amount: negative ? -BigInt(text) : BigInt(text) };
}
