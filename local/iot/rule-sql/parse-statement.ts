/** One rule's statement to its parts; the rule is refused here, at start, when it needs what is not supported. */
import { filterProblem } from '../topic-filter';
import type { Expression, Selection } from './expression';
import { parseExpression } from './parse-expression';
import { parseSelection } from './parse-query';
import { TokenReader, type Dialect } from './token-reader';
import type { SqlVersion } from './value';

export interface Statement {
  readonly version: SqlVersion;
  readonly variables: ReadonlyMap<string, Expression>;
  readonly selection: Selection;
  /** Absent: the rule runs for Basic Ingest alone. */
  readonly topicFilter?: string;
  readonly where?: Expression;
}

/** @throws RuleSqlError with line and column of what is wrong or not supported */
export function parseStatement(sql: string, version: SqlVersion): Statement {
  const names = new Set<string>();
  const reader = new TokenReader(sql, { version, variables: names });
  const variables = parseVariables(reader, names);
  const selection = parseSelection(reader, parseExpression);
  const topicFilter = reader.take('FROM') ? parseTopicFilter(reader) : undefined;
  const where = reader.take('WHERE') ? parseExpression(reader) : undefined;
  reader.expectEnd();
  return { version, variables, selection, ...(topicFilter === undefined ? {} : { topicFilter }), ...(where === undefined ? {} : { where }) };
}

/** What a statement's variables and version mean to the templates of its actions. */
export function dialectOf({ version, variables }: Statement): Dialect {
  return { version, variables: new Set(variables.keys()) };
}

/**
 * A variable can be used in those behind it: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-set.html
 * @param names of the reader's dialect: each is known from here on
 */
function parseVariables(reader: TokenReader, names: Set<string>): ReadonlyMap<string, Expression> {
  const variables = new Map<string, Expression>();
  if (!reader.take('SET')) return variables;
  do {
    const variable = reader.takeKind('variable');
    if (variable === undefined) throw reader.refusal(`expected a variable such as @name but found ${reader.next.text}`);
    if (names.has(variable.text)) throw reader.refusal(`the variable @${variable.text} is set twice`, variable);
    reader.expect('=');
    variables.set(variable.text, parseExpression(reader));
    names.add(variable.text);
  } while (reader.take(','));
  return variables;
}

function parseTopicFilter(reader: TokenReader): string {
  const token = reader.next;
  if (!reader.takeKind('text')) throw reader.refusal(`expected a topic filter in quotes but found ${token.text}`);
  const problem = filterProblem(token.text);
  if (problem !== undefined) throw reader.refusal(problem, token);
  return token.text;
}
