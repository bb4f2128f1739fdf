/** Tokens to expressions by precedence climbing; parse-statement and template call it. */
import { arithmeticOperators, comparisonOperators, type BinaryOperator, type CaseBranch, type Expression, type NestedQuery } from './expression';
import { parseCall } from './parse-call';
import { parseNestedQuery } from './parse-query';
import { RuleNumber } from './rule-number';
import { isToken, type TokenReader } from './token-reader';
import type { Token } from './tokenize';
import { settled } from './value';

/** From loosest to tightest; NOT stands between AND and the comparisons. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  comparisonOperators,
  arithmeticOperators.filter((operator) => operator === '+' || operator === '-'),
  arithmeticOperators.filter((operator) => operator !== '+' && operator !== '-'),
];
const comparisonLevel = 2;

/** @throws RuleSqlError naming what is wrong or not supported, with its position */
export function parseExpression(reader: TokenReader): Expression {
  return parseNested(reader, 0);
}

function parseNested(reader: TokenReader, level: number): Expression {
  return reader.nested(() => parseLevel(reader, level));
}

/** A value with what is read out of it by dots, without operators. */
function parseOperand(reader: TokenReader): Expression {
  let operand = parsePrimary(reader);
  while (reader.take('.')) operand = { kind: 'member', target: operand, key: reader.memberName() };
  if (reader.next.text === '[' && reader.next.kind === 'symbol') throw reader.refusal('[ ] does not read an item: get(array, index) does');
  return operand;
}

function parseLevel(reader: TokenReader, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return parseUnary(reader);
  if (level === comparisonLevel && reader.take('NOT')) return { kind: 'not', operand: parseNested(reader, comparisonLevel) };
  let left = parseLevel(reader, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => reader.take(candidate));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: parseLevel(reader, level + 1) };
  }
}

function parseUnary(reader: TokenReader): Expression {
  if (reader.take('-')) return { kind: 'negate', operand: parseNested(reader, levels.length) };
  return parseOperand(reader);
}

function parsePrimary(reader: TokenReader): Expression {
  const token = reader.next;
  if (reader.takeKind('text')) return { kind: 'literal', value: token.text };
  if (reader.takeKind('number')) return parseNumber(reader, token);
  if (reader.takeKind('variable')) {
    if (!reader.dialect.variables.has(token.text)) throw reader.refusal(`the variable @${token.text} has no SET before it`, token);
    return { kind: 'variable', name: token.text };
  }
  if (reader.take('(')) return parseBrackets(reader);
  if (reader.take('TRUE')) return { kind: 'literal', value: true };
  if (reader.take('FALSE')) return { kind: 'literal', value: false };
  if (reader.take('NULL')) return { kind: 'literal', value: null };
  if (reader.take('CASE')) return parseCase(reader);
  if (reader.take('EXISTS')) {
    reader.expect('(');
    const query = parseQuery(reader);
    reader.expect(')');
    return { kind: 'exists', query };
  }
  if (reader.take('[')) return parseArray(reader, token);
  if (reader.take('{')) return parseObject(reader, token);
  if (token.kind !== 'word') throw reader.refusal(`expected an expression but found ${token.text}`);
  const name = reader.name();
  return reader.take('(') ? parseCall(reader, token, parseExpression) : { kind: 'field', name };
}

function parseNumber(reader: TokenReader, token: Token): Expression {
  const number = RuleNumber.parse(token.text);
  if (number === undefined) throw reader.refusal(`${token.text} is out of the range of numbers`, token);
  return { kind: 'literal', value: settled(number, reader.dialect.version) };
}

function parseBrackets(reader: TokenReader): Expression {
  const inner: Expression = isToken(reader.next, 'SELECT') ? { kind: 'query', query: parseQuery(reader) } : parseExpression(reader);
  reader.expect(')');
  return inner;
}

function parseQuery(reader: TokenReader): NestedQuery {
  return reader.nested(() => parseNestedQuery(reader, parseExpression, parseOperand));
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-case.html */
function parseCase(reader: TokenReader): Expression {
  if (isToken(reader.next, 'WHEN')) throw reader.refusal('CASE without a value to compare is not supported: CASE value WHEN ... THEN ... END');
  const subject = parseExpression(reader);
  const branches: CaseBranch[] = [];
  while (reader.take('WHEN')) {
    const when = parseExpression(reader);
    reader.expect('THEN');
    branches.push({ when, then: parseExpression(reader) });
  }
  if (branches.length === 0) throw reader.refusal(`expected WHEN but found ${reader.next.text}`);
  const otherwise: Expression = reader.take('ELSE') ? parseExpression(reader) : { kind: 'literal', value: undefined };
  reader.expect('END');
  return { kind: 'case', subject, branches, otherwise };
}

// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-literals.html
function parseArray(reader: TokenReader, token: Token): Expression {
  reader.requireNewVersion('an array literal', token);
  const items: Expression[] = [];
  if (reader.take(']')) return { kind: 'array', items };
  do items.push(parseExpression(reader)); while (reader.take(','));
  reader.expect(']');
  return { kind: 'array', items };
}

function parseObject(reader: TokenReader, token: Token): Expression {
  reader.requireNewVersion('an object literal', token);
  const members: [string, Expression][] = [];
  if (reader.take('}')) return { kind: 'object', members };
  do {
    const name = reader.takeKind('text');
    if (name === undefined) throw reader.refusal(`expected a name in quotes but found ${reader.next.text}`);
    reader.expect(':');
    members.push([name.text, parseExpression(reader)]);
  } while (reader.take(','));
  reader.expect('}');
  return { kind: 'object', members };
}
