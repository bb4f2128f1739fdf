/** Expressions that answer true, false or NULL, and CASE, which asks them. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { findVolatile } from '../bound-tree';
import { notSupportedYet, SqlError, type Offset } from '../errors';
import { printArguments, type Print } from '../functions/function';
import { printLike } from '../print/like';
import { printBetween, printComparison, printIn, type Comparison } from '../print/comparison';
import { commonType, isComparable, isOrderable, readingDistance, scalar, typeName, type SqlType } from '../types';
import { coerce } from './coerce';
import type { Check } from './expression';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

function condition(at: Offset, args: readonly Bound[], print: Print): Bound {
  return { kind: 'call', at, type: scalar('boolean'), print, arguments: args, passesNaN: true };
}

/** All of them at once. */
export function conjunction(operands: readonly Bound[], at: Offset): Bound {
  const printed = condition(at, operands, (args) => `(${args.map((arg) => arg.sql).join(' AND ')})`);
  return printed.kind === 'call' ? { ...printed, isConjunction: true } : printed;
}

export function asBoolean(bound: Bound, what: string): Bound {
  if (bound.type.kind !== 'boolean' && bound.type.kind !== 'unknown') {
    throw new SqlError(bound.at, `${what} must evaluate to a boolean (actual: ${typeName(bound.type)})`);
  }
  return coerce(bound, scalar('boolean'));
}

export function checkLogical(expression: Of<'and' | 'or'> | Of<'not' | 'negate'> | Of<'is-null'>, check: Check): Bound {
  const { at } = expression;
  switch (expression.kind) {
    case 'is-null':
      return condition(at, [check(expression.operand)], printArguments((x) => `(${x.sql} IS NULL)`));
    case 'and':
    case 'or': {
      const operands = expression.operands.map((operand, index) => asBoolean(check(operand), `${index === 0 ? 'Left' : 'Right'} side of logical expression`));
      return expression.kind === 'and' ? conjunction(operands, at) : condition(at, operands, (args) => `(${args.map((arg) => arg.sql).join(' OR ')})`);
    }
    default:
      return condition(at, [asBoolean(check(expression.operand), 'Value of logical NOT expression')], printArguments((x) => `(NOT ${x.sql})`));
  }
}

/** Both sides as the type in which they are compared; text next to a time is read as a time. */
export function comparable(operator: string, operands: readonly Bound[], at: Offset): readonly Bound[] {
  const [first, ...others] = operands;
  if (first === undefined) return [];
  const type = others.reduce<SqlType | undefined>((known, other) => known && commonType(known, other.type, readingDistance), first.type);
  if (type === undefined || !isComparable(type)) {
    throw new SqlError(at, `'${operator}' cannot be applied to ${operands.map((operand) => typeName(operand.type)).join(', ')}`);
  }
  return operands.map((operand) => coerce(operand, type));
}

export function checkComparison(operator: Comparison, left: Bound, right: Bound, at: Offset): Bound {
  const sides = comparable(operator, [left, right], at);
  const ordered = operator === '=' || operator === '<>' || sides.every((side) => isOrderable(side.type));
  if (!ordered) throw new SqlError(at, `'${operator}' cannot be applied to ${typeName(left.type)}, ${typeName(right.type)}`);
  const compared = condition(at, sides, printArguments((a, b) => printComparison(operator, a, b)));
  return compared.kind === 'call' ? { ...compared, comparison: operator } : compared;
}

/** IS DISTINCT FROM: NULL is a value like any other, and so is NaN. */
export function checkDistinctness({ left, right, at }: Of<'is-distinct'>, check: Check): Bound {
  const sides = comparable('IS DISTINCT FROM', [check(left), check(right)], at);
  return condition(at, sides, printArguments((a, b) => `(${a.sql} IS DISTINCT FROM ${b.sql})`));
}

export function checkBetween({ operand, low, high, at }: Of<'between'>, check: Check): Bound {
  const args = comparable('BETWEEN', [operand, low, high].map(check), at);
  if (!args.every((arg) => isOrderable(arg.type))) throw new SqlError(at, `'BETWEEN' cannot be applied to ${args.map((arg) => typeName(arg.type)).join(', ')}`);
  const printed = condition(at, args, printArguments(printBetween));
  return printed.kind === 'call' ? { ...printed, isBetween: true } : printed;
}

export function checkIn({ operand, options, at }: Of<'in'>, check: Check): Bound {
  const args = comparable('IN', [operand, ...options].map(check), at);
  const isVolatile = findVolatile(args) !== undefined;
  const printed = condition(at, args, printArguments((value, ...others) => printIn(value, others, isVolatile)));
  return printed.kind === 'call' ? { ...printed, isMembership: true } : printed;
}

export function checkLike(expression: Of<'like'>, check: Check): Bound {
  const { at, escape } = expression;
  const args = [expression.operand, expression.pattern, ...(escape === undefined ? [] : [escape])].map(check);
  for (const arg of args) {
    if (arg.type.kind !== 'varchar' && arg.type.kind !== 'unknown') {
      throw new SqlError(arg.at, `Left, right and escape side of LIKE expression must evaluate to a varchar (actual: ${typeName(arg.type)})`);
    }
  }
  const texts = args.map((arg) => coerce(arg, scalar('varchar')));
  if (escape !== undefined) checkEscape(texts, at);
  const [text, character] = texts.slice(1).map((bound) => (bound.kind === 'literal' && typeof bound.value === 'string' ? bound.value : undefined));
  const known = text === undefined ? undefined : { text, ...(character !== undefined && { escape: character }) };
  return condition(at, texts, printArguments((x, pattern) => printLike(x.sql, pattern.sql, known)));
}

/** The service refuses patterns that DuckDB would take, so a pattern with escapes must be there to be looked at. */
function checkEscape([, pattern, escape]: readonly Bound[], at: Offset): void {
  if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string' || escape?.kind !== 'literal' || typeof escape.value !== 'string') {
    throw notSupportedYet(at, 'LIKE with an ESCAPE where pattern or escape is not a literal');
  }
  const character = escape.value;
  if (Array.from(character).length !== 1) throw new SqlError(escape.at, 'Escape string must be a single character');
  const characters = Array.from(pattern.value);
  for (let index = 0; index < characters.length; index += 1) {
    if (characters[index] !== character) continue;
    index += 1;
    if (!['%', '_', character].includes(characters[index] ?? '')) {
      throw new SqlError(pattern.at, "Escape character must be followed by '%', '_' or the escape character itself");
    }
  }
}
