/** What the operators of rule SQL make of their operands; an operand they cannot use gives undefined, never an error. */
import { isDeepStrictEqual } from 'node:util';
import { toBoolean, toNumber, toText } from './conversions';
import type { BinaryOperator, Value } from './expression';

// The tables behind every function here: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-operators.html
export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case 'AND':
      return logic(left, right, (a, b) => a && b);
    case 'OR':
      return logic(left, right, (a, b) => a || b);
    case '=':
      return isEqual(left, right);
    case '<>': {
      const equal = isEqual(left, right);
      return equal === undefined ? undefined : !equal;
    }
    case '<':
      return withNumbers(left, right, (a, b) => a < b);
    case '<=':
      return withNumbers(left, right, (a, b) => a <= b);
    case '>':
      return withNumbers(left, right, (a, b) => a > b);
    case '>=':
      return withNumbers(left, right, (a, b) => a >= b);
    case '+':
      return add(left, right);
    case '-':
      return withNumbers(left, right, (a, b) => a - b);
    case '*':
      return withNumbers(left, right, (a, b) => a * b);
    case '/':
      return withNumbers(left, right, divide);
    case '%':
      return withNumbers(left, right, (a, b) => (b === 0 ? undefined : a % b));
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
  return left === undefined || right === undefined ? undefined : isDeepStrictEqual(left, right);
}

function withNumbers(left: Value, right: Value, compute: (a: number, b: number) => Value): Value {
  const [a, b] = [toNumber(left), toNumber(right)];
  return a === undefined || b === undefined ? undefined : compute(a, b);
}

/** Plus joins as soon as one side is text, even text that looks like a number. */
function add(left: Value, right: Value): Value {
  if (typeof left !== 'string' && typeof right !== 'string') return withNumbers(left, right, (a, b) => a + b);
  const [a, b] = [toText(left), toText(right)];
  return a === undefined || b === undefined ? undefined : a + b;
}

/** Two whole numbers divide to a whole number. */
function divide(a: number, b: number): Value {
  if (b === 0) return undefined;
  return Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
}
