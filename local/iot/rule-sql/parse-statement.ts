/** One rule's SELECT statement to its parts; the rule is refused here, at start, when it needs what is not supported. */
import { filterProblem } from '../topic-filter';
import type { Expression } from './expression';
import { ExpressionParser } from './parse-expression';
import { RuleSqlError } from './rule-sql-error';

export type SelectItem = { readonly kind: 'all' } | { readonly kind: 'value'; readonly name: string; readonly expression: Expression };

export interface Statement {
  readonly items: readonly SelectItem[];
  readonly topicFilter: string;
  readonly where?: Expression;
}

/** @throws RuleSqlError with line and column of what is wrong or not supported yet */
export function parseStatement(sql: string): Statement {
  const parser = new ExpressionParser(sql);
  if (parser.take('SET')) throw new RuleSqlError('SET is not supported yet', sql, 0);
  parser.expect('SELECT');
  const items = [selectItem(parser)];
  while (parser.take(',')) items.push(selectItem(parser));
  parser.expect('FROM');
  const topicFilter = fromClause(parser);
  const where = parser.take('WHERE') ? parser.expression() : undefined;
  if (parser.next.kind !== 'end') throw parser.refusal(`unexpected ${parser.next.text}`);
  return { items, topicFilter, ...(where === undefined ? {} : { where }) };
}

function selectItem(parser: ExpressionParser): SelectItem {
  if (parser.take('*')) return { kind: 'all' };
  const start = parser.next;
  const expression = parser.expression();
  if (parser.take('AS')) return { kind: 'value', name: parser.name(), expression };
  // The last key names a nested field; what other expressions are called without AS is not documented.
  const name = expression.kind === 'field' ? expression.keys.at(-1) : undefined;
  if (name === undefined) throw parser.refusal('an expression needs a name: AS name', start);
  return { kind: 'value', name, expression };
}

function fromClause(parser: ExpressionParser): string {
  const token = parser.next;
  if (!parser.takeKind('text')) throw parser.refusal(`expected a topic filter in quotes but found ${token.text}`);
  const problem = filterProblem(token.text);
  if (problem !== undefined) throw parser.refusal(problem, token);
  return token.text;
}
