/** What the operators of rule SQL make of their operands; an operand they cannot use gives undefined, never an error. */
import { toBoolean, toNumber, toText } from './conversions';
import type { BinaryOperator } from './expression';
import type { RuleNumber } from './rule-number';
import { areEqual, isArray, type Value } from './value';

// The tables behind every function here: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-operators.html
export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case 'AND':
      return logic(left, right, (a, b) => a && b);
    case 'OR':
      return logic(left, right, (a, b) => a || b);
    case 'IN':
      return left === undefined || !isArray(right) ? undefined : right.some((item) => areEqual(left, item));
    case '=':
      return isEqual(left, right);
    case '<>':
      return not(isEqual(left, right));
    case '<':
      return withNumbers(left, right, (a, b) => a.compare(b) < 0);
    case '<=':
      return withNumbers(left, right, (a, b) => a.compare(b) <= 0);
    case '>':
      return withNumbers(left, right, (a, b) => a.compare(b) > 0);
    case '>=':
      return withNumbers(left, right, (a, b) => a.compare(b) >= 0);
    case '+':
      return add(left, right);
    case '-':
      return withNumbers(left, right, (a, b) => a.add(b.negated()));
    case '*':
      return withNumbers(left, right, (a, b) => a.multiply(b));
    case '/':
      return withNumbers(left, right, (a, b) => a.divide(b));
    case '%':
      return withNumbers(left, right, (a, b) => a.remainder(b));
  }
}

export function not(operand: Value): Value {
  const value = toBoolean(operand);
  return value === undefined ? undefined : !value;
}

function logic(left: Value, right: Value, combine: (a: boolean, b: boolean) => boolean): Value {
  const [a, b] = [toBoolean(left), toBoolean(right)];
  return a === undefined || b === undefined ? undefined : combine(a, b);
}

/** Values of different types are unequal; "1" and 1 as well: only < and > convert. */
function isEqual(left: Value, right: Value): boolean | undefined {
  return left === undefined || right === undefined ? undefined : areEqual(left, right);
}

function withNumbers(left: Value, right: Value, compute: (a: RuleNumber, b: RuleNumber) => Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  return a === undefined || b === undefined ? undefined : compute(a, b);
}

/** Plus joins as soon as one side is text, even text that looks like a number. */
function add(left: Value, right: Value): Value {
  if (typeof left !== 'string' && typeof right !== 'string') return withNumbers(left, right, (a, b) => a.add(b));
  const [a, b] = [toText(left), toText(right)];
  return a === undefined || b === undefined ? undefined : a + b;
}
