/** What an expression begins with: literals, names, calls and brackets; CASE, CAST and their like are in special-form.ts. */
import type { Expression, Name } from '../ast';
import { notSupportedYet, SqlError, type Offset } from '../errors';
import { call, grouping } from './call';
import { durationLiteral, isIntervalLiteral, quotedInterval } from './interval';
import { specialForm } from './special-form';
import type { Subparser } from './subparser';
import type { TokenCursor } from './token-cursor';

/** Keywords that are whole expressions; the checker knows them as functions without arguments. */
const keywordFunctions = ['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME', 'LOCALTIMESTAMP', 'LOCALTIME'];

export function primary(cursor: TokenCursor, sub: Subparser): Expression {
  let parsed = unit(cursor, sub);
  for (let steps = 1; ; steps += 1) {
    const { at } = cursor;
    cursor.refuseLongChain(steps);
    if (cursor.accept('[')) {
      parsed = { kind: 'subscript', at, operand: parsed, index: sub.expression() };
      cursor.expect(']');
    } else if (cursor.accept('.')) {
      parsed = { kind: 'field', at, operand: parsed, field: cursor.name() };
    } else {
      return parsed;
    }
  }
}

function unit(cursor: TokenCursor, sub: Subparser): Expression {
  const token = cursor.peek();
  const { at } = token;
  switch (token.kind) {
    case 'string':
      return { kind: 'string', at, value: cursor.take().text };
    case 'integer':
      return { kind: 'integer', at, value: BigInt(cursor.take().text) };
    case 'double':
      return { kind: 'double', at, value: Number(cursor.take().text) };
    case 'duration':
      return durationLiteral(cursor.take());
    case 'word':
      return keyword(cursor, sub) ?? named(cursor, sub);
    case 'quoted-name':
      return named(cursor, sub);
    default:
      return bracketed(cursor, sub);
  }
}

function bracketed(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  if (cursor.is('?')) throw new SqlError(at, "'?' is no parameter of this language: parameters are written @name");
  if (cursor.accept('@')) return { kind: 'parameter', at, name: cursor.name().text };
  if (!cursor.is('(')) throw cursor.mismatch('<expression>');
  if (isLambda(cursor)) return lambda(cursor, sub);
  if (!cursor.beginsQuery()) return rowOrInner(cursor, sub);
  const subquery = (): Expression => {
    cursor.expect('(');
    const query = cursor.query();
    cursor.expect(')');
    return { kind: 'subquery', at, query };
  };
  // ((SELECT 1) + 2) is an expression that begins like a query.
  return cursor.is('(', '(') ? cursor.either(subquery, () => rowOrInner(cursor, sub)) : subquery();
}

/** (x) is x, (x, y) is a row. */
function rowOrInner(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  cursor.expect('(');
  const fields = cursor.list(() => sub.expression());
  cursor.expect(')');
  const [only, ...others] = fields;
  return only === undefined || others.length > 0 ? { kind: 'row', at, fields } : only;
}

/** Whether what follows is `() ->`, `(a) ->`, `(a, b) ->`. */
function isLambda(cursor: TokenCursor): boolean {
  let ahead = 1;
  while (cursor.isName(ahead) || (ahead > 1 && cursor.peek(ahead).key === ',')) ahead += 1;
  return cursor.peek(ahead).key === ')' && cursor.peek(ahead + 1).key === '->';
}

function lambda(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  const parameters = cursor.is('(') ? bracketedNames(cursor) : [cursor.name()];
  cursor.expect('->');
  return { kind: 'lambda', at, parameters, body: sub.expression() };
}

function bracketedNames(cursor: TokenCursor): readonly Name[] {
  cursor.expect('(');
  const names = cursor.is(')') ? [] : cursor.list(() => cursor.name());
  cursor.expect(')');
  return names;
}

/** The expressions that a keyword begins, or undefined when the word is a plain name. */
function keyword(cursor: TokenCursor, sub: Subparser): Expression | undefined {
  const { at, key } = cursor.peek();
  if (cursor.accept('NULL')) return { kind: 'null', at };
  if (cursor.accept('TRUE')) return { kind: 'boolean', at, value: true };
  if (cursor.accept('FALSE')) return { kind: 'boolean', at, value: false };
  const special = specialForm(cursor, sub);
  if (special !== undefined) return special;
  if (cursor.accept('EXISTS')) return exists(cursor, at);
  if (cursor.accept('ROW', '(')) return row(cursor, sub, at);
  if (isIntervalLiteral(cursor)) return quotedInterval(cursor);
  if (cursor.is('GROUPING', '(')) return grouping(cursor, sub);
  if (keywordFunctions.includes(key)) {
    cursor.take();
    return { kind: 'call', at, name: key.toLowerCase(), arguments: [], star: false, distinct: false };
  }
  return undefined;
}

function exists(cursor: TokenCursor, at: Offset): Expression {
  cursor.expect('(');
  const query = cursor.query();
  cursor.expect(')');
  return { kind: 'exists', at, query };
}

function row(cursor: TokenCursor, sub: Subparser, at: Offset): Expression {
  const fields = cursor.list(() => sub.expression());
  cursor.expect(')');
  return { kind: 'row', at, fields };
}

/** A column, a call or a typed literal such as `date '2022-05-21'`. */
function named(cursor: TokenCursor, sub: Subparser): Expression {
  const { at } = cursor;
  if (!cursor.isName()) throw cursor.mismatch('<expression>');
  if (cursor.peek(1).kind === 'symbol' && cursor.peek(1).key === '->') return lambda(cursor, sub);
  const first = cursor.name();
  if (cursor.peek().kind === 'string') return { kind: 'typed-literal', at, type: first.text.toLowerCase(), text: cursor.take().text };
  if (cursor.is('(')) return call(cursor, sub, first);
  const parts = [first];
  while (cursor.accept('.')) parts.push(cursor.name());
  if (cursor.is('(')) throw notSupportedYet(at, 'A function with a qualified name');
  return { kind: 'name', at, parts };
}
