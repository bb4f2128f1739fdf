/** Arithmetic, || and subscripts: operators resolved like overloaded functions. */
import type { BinaryOperator } from '../ast';
import type { Bound } from '../bound';
import { SqlError, type Offset } from '../errors';
import { operatorTable } from '../functions';
import { isNumeric, typeName } from '../types';
import { bestMatch } from './overload';
import { coerce } from './coerce';

export function checkArithmetic(operator: BinaryOperator, left: Bound, right: Bound, at: Offset): Bound {
  const advice = operator === '-' && isTime(left) && isTime(right) ? ': date_diff(unit, from, to) tells what lies between' : '';
  return applyOperator(operator, [left, right], at) ?? refuse(`'${operator}' cannot be applied to ${typeName(left.type)}, ${typeName(right.type)}${advice}`, at);
}

const isTime = ({ type }: Bound) => type.kind === 'timestamp' || type.kind === 'date' || type.kind === 'time';

export function checkNegation(operand: Bound, at: Offset): Bound {
  if (operand.kind === 'literal' && isNumeric(operand.type)) {
    if (typeof operand.value === 'number') return { ...operand, at, value: -operand.value };
    if (typeof operand.value === 'bigint' && operand.value > 0n) return { ...operand, at, value: -operand.value };
  }
  return applyOperator('negate', [operand], at) ?? refuse(`Unary - cannot be applied to ${typeName(operand.type)}`, at);
}

export function checkSubscript(array: Bound, index: Bound, at: Offset): Bound {
  return applyOperator('subscript', [array, index], at) ?? refuse(`Cannot use ${typeName(index.type)} for subscript of ${typeName(array.type)}`, at);
}

function refuse(message: string, at: Offset): never {
  throw new SqlError(at, message);
}

function applyOperator(name: string, operands: readonly Bound[], at: Offset): Bound | undefined {
  const found = bestMatch(operatorTable.get(name) ?? [], operands.map((operand) => operand.type), false);
  if (found?.entry.kind !== 'scalar') return undefined;
  const { entry, match } = found;
  const args = operands.map((operand, index) => coerce(operand, match.parameters[index] ?? operand.type));
  const passesNaN = entry.passesNaN || cannotMakeNaN(entry.signature.name, args);
  return { kind: 'call', at, type: match.returns, print: entry.print, arguments: args, passesNaN, ...(entry.fold && { fold: entry.fold }) };
}

/** Only two unknown operands can be such as inf - inf, 0 * inf or 0 / 0. */
function cannotMakeNaN(operator: string, operands: readonly Bound[]): boolean {
  return ['+', '-', '*', '/'].includes(operator)
    && operands.some((operand) => operand.kind === 'literal' && Number.isFinite(operand.value) && operand.value !== 0);
}
