/** A function call to its expression; parse-expression calls it behind the bracket. */
import type { CastType, Expression, RuleFunction } from './expression';
import { refusedFunction, ruleFunction } from './functions/rule-function';
import type { ParseExpression, TokenReader } from './token-reader';
import type { Token } from './tokenize';

interface CastKeyword {
  readonly type: CastType;
  readonly since?: '2016-03-23';
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-sql-function-cast */
const castKeywords: ReadonlyMap<string, CastKeyword> = new Map<string, CastKeyword>([
  ...(['STRING', 'NVARCHAR', 'TEXT', 'NTEXT', 'VARCHAR'] as const).map((word) => [word, { type: 'string' }] as const),
  ['INT', { type: 'int' }],
  ['INTEGER', { type: 'int' }],
  ['DOUBLE', { type: 'double' }],
  ['DECIMAL', { type: 'decimal', since: '2016-03-23' }],
  ['BOOL', { type: 'boolean', since: '2016-03-23' }],
  ['BOOLEAN', { type: 'boolean', since: '2016-03-23' }],
]);

/** @throws RuleSqlError for a function or an argument that is not supported */
export function parseCall(reader: TokenReader, token: Token, parseExpression: ParseExpression): Expression {
  const name = token.text.toLowerCase();
  if (name === 'cast') return parseCast(reader, parseExpression);
  const called = ruleFunction(name);
  if (called === undefined) throw reader.refusal(`function ${token.text}() is not supported${reasonFor(name)}`, token);
  if (called.since !== undefined) reader.requireNewVersion(`${called.name}()`, token);
  if (called.name === 'encode' && reader.take('*')) return parseEncodedPayload(reader);
  const values = parseArguments(reader, called, parseExpression);
  if (values.length < called.minArguments || values.length > called.maxArguments) {
    throw reader.refusal(`${called.name}() does not take ${values.length} argument${values.length === 1 ? '' : 's'}`, token);
  }
  return { kind: 'call', function: called, arguments: values };
}

function reasonFor(name: string): string {
  const reason = refusedFunction(name);
  return reason === undefined ? '' : `: ${reason}`;
}

function parseArguments(reader: TokenReader, called: RuleFunction, parseExpression: ParseExpression): readonly Expression[] {
  const values: Expression[] = [];
  if (reader.take(')')) return values;
  do {
    const token = reader.next;
    const value = parseExpression(reader);
    const problem = called.argumentProblem?.(values.length, value, values);
    if (problem !== undefined) throw reader.refusal(`${called.name}(): ${problem}`, token);
    values.push(value);
  } while (reader.take(','));
  reader.expect(')');
  return values;
}

function parseCast(reader: TokenReader, parseExpression: ParseExpression): Expression {
  const operand = parseExpression(reader);
  reader.expect('AS');
  const token = reader.next;
  const keyword = castKeywords.get(token.kind === 'word' ? token.text.toUpperCase() : '');
  if (keyword === undefined) throw reader.refusal(`cast() knows no type ${token.text}`);
  if (keyword.since !== undefined) reader.requireNewVersion(`cast() to ${token.text}`, token);
  reader.takeKind('word');
  reader.expect(')');
  return { kind: 'cast', operand, type: keyword.type };
}

/** `encode(*, 'base64')` is the one place where the payload is bytes, so it needs no JSON. */
function parseEncodedPayload(reader: TokenReader): Expression {
  reader.expect(',');
  const scheme = reader.next;
  if (!reader.takeKind('text') || scheme.text !== 'base64') throw reader.refusal("encode(): only the scheme 'base64' is known", scheme);
  reader.expect(')');
  return { kind: 'encode-payload' };
}
