/** Expressions with a syntax of their own: CASE, CAST, EXTRACT, POSITION and ARRAY. */
import type { CaseBranch, Expression } from '../ast';
import { SqlError, type Offset } from '../errors';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';
import { typeExpression } from './type-expression';

/** The operands of POSITION(x IN y) stop before IN. */
const ABOVE_IN = 5;

/** Undefined when the next token begins none of them. */
export function specialForm(cursor: TokenCursor, sub: Subparser): Expression | undefined {
  const { at } = cursor;
  if (cursor.accept('CASE')) return caseExpression(cursor, sub, at);
  if (cursor.accept('CAST', '(')) return castExpression(cursor, sub, at, false);
  if (cursor.accept('TRY_CAST', '(')) return castExpression(cursor, sub, at, true);
  if (cursor.accept('EXTRACT', '(')) return extract(cursor, sub, at);
  if (cursor.accept('POSITION', '(')) return position(cursor, sub, at);
  if (cursor.accept('ARRAY', '[')) return array(cursor, sub, at);
  return undefined;
}

function caseExpression(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const operand = cursor.is('WHEN') ? undefined : sub.expression();
  const branches: CaseBranch[] = [];
  while (cursor.accept('WHEN')) {
    const when = sub.expression();
    cursor.expect('THEN');
    branches.push({ when, then: sub.expression() });
  }
  if (branches.length === 0) throw cursor.mismatch("'WHEN'");
  const otherwise = cursor.accept('ELSE') ? sub.expression() : undefined;
  cursor.expect('END');
  return { kind: 'case', at, branches, ...(operand && { operand }), ...(otherwise && { otherwise }) };
}

function castExpression(cursor: TokenCursor, sub: Subparser, at: Offset, safe: boolean): Expression {
  const operand = sub.expression();
  cursor.expect('AS');
  const type = typeExpression(cursor);
  cursor.expect(')');
  return { kind: 'cast', at, operand, type, safe };
}

/** EXTRACT(YEAR FROM x) is year(x). */
function extract(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const field = cursor.name();
  cursor.expect('FROM');
  const operand = sub.expression();
  cursor.expect(')');
  const name = field.text.toLowerCase();
  if (!extractFields.includes(name)) throw new SqlError(field.at, `Invalid EXTRACT field: ${field.text}`);
  return { kind: 'call', at, name, arguments: [operand], star: false, distinct: false };
}

const extractFields = [
  'year', 'quarter', 'month', 'week', 'day', 'day_of_month', 'day_of_week', 'dow', 'day_of_year', 'doy',
  'year_of_week', 'yow', 'hour', 'minute', 'second',
];

/** POSITION(x IN y) is strpos(y, x). */
function position(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const wanted = sub.expression(ABOVE_IN);
  cursor.expect('IN');
  const text = sub.expression(ABOVE_IN);
  cursor.expect(')');
  return { kind: 'call', at, name: 'strpos', arguments: [text, wanted], star: false, distinct: false };
}

function array(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const elements = cursor.is(']') ? [] : cursor.list(() => sub.expression());
  cursor.expect(']');
  return { kind: 'array', at, elements };
}
