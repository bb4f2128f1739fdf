/** Arithmetic, || and subscripts: operators resolved like overloaded functions. */
import type { BinaryOperator } from '../ast';
import type { Bound } from '../bound';
import { SqlError, type Offset } from '../errors';
import { functionTable, operatorTable } from '../functions';
import type { ScalarFunction } from '../functions/function';
import { isNumeric, typeName } from '../types';
import { bestMatch } from './overload';
import { coerce } from './coerce';

export function checkArithmetic(operator: BinaryOperator, left: Bound, right: Bound, at: Offset): Bound {
  return applyOperator(operator, [left, right], at) ?? refuse(`'${operator}' cannot be applied to ${typeName(left.type)}, ${typeName(right.type)}`, at);
}

export function checkNegation(operand: Bound, at: Offset): Bound {
  if (operand.kind === 'literal' && isNumeric(operand.type)) {
    if (typeof operand.value === 'number') return { ...operand, at, value: -operand.value };
    if (typeof operand.value === 'bigint' && operand.value > 0n) return { ...operand, at, value: -operand.value };
  }
  return applyOperator('negate', [operand], at) ?? refuse(`Unary - cannot be applied to ${typeName(operand.type)}`, at);
}

export function checkSubscript(array: Bound, index: Bound, at: Offset): Bound {
  const match = bestMatch(functionTable.get('subscript') ?? [], [array.type, index.type], false);
  if (match?.entry.kind !== 'scalar') return refuse(`Cannot use ${typeName(index.type)} for subscript of ${typeName(array.type)}`, at);
  return apply(match.entry, match, [array, index], at);
}

function refuse(message: string, at: Offset): never {
  throw new SqlError(at, message);
}

function applyOperator(name: string, operands: readonly Bound[], at: Offset): Bound | undefined {
  const match = bestMatch(operatorTable.get(name) ?? [], operands.map((operand) => operand.type), false);
  return match?.entry.kind === 'scalar' ? apply(match.entry, match, operands, at) : undefined;
}

type Found = NonNullable<ReturnType<typeof bestMatch>>;

function apply(entry: ScalarFunction, { match }: Found, operands: readonly Bound[], at: Offset): Bound {
  const args = operands.map((operand, index) => coerce(operand, match.parameters[index] ?? operand.type));
  const passesNaN = entry.passesNaN || cannotMakeNaN(entry.signature.name, args);
  return { kind: 'call', at, type: match.returns, print: entry.print, arguments: args, passesNaN };
}

/** Only two unknown operands can be such as inf - inf, 0 * inf or 0 / 0. */
function cannotMakeNaN(operator: string, operands: readonly Bound[]): boolean {
  return ['+', '-', '*', '/'].includes(operator)
    && operands.some((operand) => operand.kind === 'literal' && Number.isFinite(operand.value) && operand.value !== 0);
}
