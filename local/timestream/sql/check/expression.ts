/** Names and types of expressions: the AST in, the checked tree out. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { notSupportedYet, SqlError } from '../errors';
import { resolveType } from '../functions/signature';
import { commonType, scalar, typeName, type SqlType } from '../types';
import { arrayLiteral } from './array-literal';
import { checkCall } from './call';
import { checkCase } from './case';
import { cast, coerce, literal } from './coerce';
import { lambdaArgument, type LambdaScope } from './lambda';
import { checkGroupingOperation } from './grouping-operation';
import { integerLiteral, intervalLiteral, typedLiteral } from './literal';
import { checkArithmetic, checkNegation, checkSubscript } from './operator';
import { checkBetween, checkComparison, checkDistinctness, checkIn, checkLike, checkLogical } from './predicate';
import { withNamedWindow, type NamedWindows } from './named-window';
import { checkParameter } from './parameters';
import { checkName } from './name';
import { checkRow } from './row';
import type { Scope } from './scope';
import type { Surroundings } from './surroundings';
import { checkSubquery } from './subquery';

/** What expressions at one place may refer to. */
export interface Checking {
  readonly scope: Scope;
  readonly around: Surroundings;
  /** Where ORDER BY looks first: the columns of its own select. */
  readonly outputs?: (name: string) => Bound | undefined;
  /** The windows of the WINDOW clause. */
  readonly windows?: NamedWindows;
  /** The parameters of the lambda expression around. */
  readonly lambda?: LambdaScope;
}

function checkWithin(checking: Checking): Check {
  return (child) => checkExpression(child, checking);
}

/** @throws SqlError at the first name that does not exist or type that does not fit */
export function checkExpression(expression: Expression, checking: Checking): Bound {
  const check = checkWithin(checking);
  const { at } = expression;
  switch (expression.kind) {
    case 'null':
      return literal(at, scalar('unknown'), null);
    case 'boolean':
      return literal(at, scalar('boolean'), expression.value);
    case 'integer':
      return integerLiteral(expression.value, at);
    case 'double':
      return literal(at, scalar('double'), expression.value);
    case 'string':
      return literal(at, scalar('varchar'), expression.value);
    case 'typed-literal':
      return typedLiteral(expression);
    case 'interval':
      return intervalLiteral(expression);
    case 'name':
      return checkName(expression, checking);
    case 'negate':
      return checkNegation(check(expression.operand), at);
    case 'binary':
      return checkBinary(expression, check);
    case 'and':
    case 'or':
    case 'not':
    case 'is-null':
      return checkLogical(expression, check);
    case 'is-distinct':
      return checkDistinctness(expression, check);
    case 'between':
      return checkBetween(expression, check);
    case 'in':
      return checkIn(expression, check);
    case 'like':
      return checkLike(expression, check);
    case 'case':
      return checkCase(expression, check);
    case 'cast':
      return checkCast(expression, check);
    case 'call':
      return checkCall(withNamedWindow(expression, checking.windows), check, (lambda) => lambdaArgument(lambda, checking, checkExpression));
    case 'grouping':
      return checkGroupingOperation(expression, check);
    case 'array':
      return checkArray(expression, check);
    case 'subscript':
      return checkSubscript(check(expression.operand), check(expression.index), at);
    case 'row':
    case 'field':
      return checkRow(expression, check);
    case 'lambda':
      throw new SqlError(at, 'Lambda expression should always be used inside a function');
    case 'subquery':
    case 'exists':
    case 'in-query':
    case 'quantified':
      if (checking.lambda !== undefined) throw new SqlError(at, 'Lambda expression cannot contain subqueries');
      return checkSubquery(expression, checking, check);
    case 'parameter':
      return checkParameter(expression.name, at, checking.around.parameters);
  }
}

export type Check = (child: Expression) => Bound;

function checkBinary(expression: Extract<Expression, { kind: 'binary' }>, check: Check): Bound {
  const { operator, at } = expression;
  const left = check(expression.left);
  const right = check(expression.right);
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '||':
      return checkArithmetic(operator, left, right, at);
    default:
      return checkComparison(operator, left, right, at);
  }
}

function checkCast({ operand, type, safe }: Extract<Expression, { kind: 'cast' }>, check: Check): Bound {
  const target = resolveType(type);
  if (target === undefined || target.kind === 'unknown' || target.kind === 'timeseries') {
    const parameters = type.arguments.map((argument) => argument.name).join(', ');
    if (type.name === 'varchar') throw notSupportedYet(type.at, `The type varchar(${parameters})`);
    throw new SqlError(type.at, `Unknown type: ${type.name}${parameters === '' ? '' : `(${parameters})`}`);
  }
  return cast(check(operand), target, safe);
}

function checkArray({ elements, at }: Extract<Expression, { kind: 'array' }>, check: Check): Bound {
  const items = elements.map(check);
  const element = items.reduce<SqlType>((type, item) => {
    const common = commonType(type, item.type);
    if (common === undefined) throw new SqlError(item.at, `All ARRAY elements must be the same type: ${typeName(type)}, ${typeName(item.type)}`);
    return common;
  }, scalar('unknown'));
  return arrayLiteral(items.map((item) => coerce(item, element)), element, at);
}
