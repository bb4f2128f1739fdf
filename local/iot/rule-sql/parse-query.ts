/** What stands between SELECT and FROM, and queries inside of expressions; parse-statement and parse-expression use it. */
import type { NestedQuery, Selection, SelectItem } from './expression';
import { isReserved, isToken, type ParseExpression, type TokenReader } from './token-reader';

/** The word SELECT and its list, up to FROM. */
export function parseSelection(reader: TokenReader, parseExpression: ParseExpression): Selection {
  reader.expect('SELECT');
  if (isValueKeyword(reader)) {
    reader.takeKind('word');
    const item: SelectItem = reader.take('*') ? { kind: 'all' } : { kind: 'expression', names: [], expression: parseExpression(reader) };
    if (isToken(reader.next, ',') || isToken(reader.next, 'AS')) throw reader.refusal('SELECT VALUE takes one item without a name');
    return { kind: 'value', item };
  }
  const items = [parseItem(reader, parseExpression)];
  while (reader.take(',')) items.push(parseItem(reader, parseExpression));
  return { kind: 'object', items };
}

/** The reader stands before SELECT, and behind the query before its bracket. */
export function parseNestedQuery(reader: TokenReader, parseExpression: ParseExpression, parseOperand: ParseExpression): NestedQuery {
  reader.requireNewVersion('a nested query', reader.next);
  const selection = parseSelection(reader, parseExpression);
  reader.expect('FROM');
  if (reader.next.kind === 'text') throw reader.refusal('a nested query reads from the payload, not from a topic');
  const from = parseOperand(reader);
  const alias = reader.take('AS') ? reader.name() : undefined;
  const where = reader.take('WHERE') ? parseExpression(reader) : undefined;
  return { selection, from, ...(alias === undefined ? {} : { alias }), ...(where === undefined ? {} : { where }) };
}

/** VALUE is a word of the language only where an item follows: many devices send a field of that name. */
function isValueKeyword(reader: TokenReader): boolean {
  if (!isToken(reader.next, 'VALUE')) return false;
  const following = reader.ahead(1);
  if (isToken(following, '*')) return ['FROM', ')', ','].some((text) => isToken(reader.ahead(2), text));
  if (following.kind === 'symbol') return ['(', '[', '{'].includes(following.text);
  if (following.kind !== 'word') return following.kind !== 'end';
  return !isReserved(following) || ['CASE', 'NOT', 'EXISTS', 'TRUE', 'FALSE', 'NULL'].includes(following.text.toUpperCase());
}

function parseItem(reader: TokenReader, parseExpression: ParseExpression): SelectItem {
  if (reader.take('*')) return { kind: 'all' };
  const start = reader.next;
  const expression = parseExpression(reader);
  if (reader.take('AS')) {
    const names = [reader.name()];
    while (reader.take('.')) names.push(reader.memberName());
    return { kind: 'expression', names, expression };
  }
  // The last key names a nested field; what other expressions are called without AS is not documented.
  if (expression.kind === 'field') return { kind: 'expression', names: [expression.name], expression };
  if (expression.kind === 'member') return { kind: 'expression', names: [expression.key], expression };
  throw reader.refusal('an expression needs a name: AS name', start);
}
