/** Functions on numbers; text that is a number is converted to it first. */
import { toInt, toNumber } from '../conversions';
import type { RuleFunction } from '../expression';
import { RuleNumber } from '../rule-number';
import type { Value } from '../value';

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-func-trunc */
const maxPlaces = 34;

export const numberFunctions: readonly RuleFunction[] = [
  ofNumber('abs', (number) => (number.compare(RuleNumber.int(0)) < 0 ? number.negated() : number)),
  ofNumber('ceil', (number) => number.negated().floor().negated()),
  ofNumber('floor', (number) => number.floor()),
  ofNumber('round', (number) => number.rounded()),
  ofNumber('sign', (number) => RuleNumber.int(number.compare(RuleNumber.int(0)))),
  ...(['acos', 'asin', 'atan', 'cos', 'cosh', 'exp', 'sin', 'sinh', 'sqrt', 'tan', 'tanh'] as const).map((name) => ofDoubles(name, 1, Math[name])),
  ofDoubles('atan2', 2, Math.atan2),
  ofDoubles('ln', 1, Math.log),
  ofDoubles('log', 1, Math.log10),
  ofDoubles('power', 2, Math.pow),
  ofBits('bitand', (a, b) => a & b),
  ofBits('bitor', (a, b) => a | b),
  ofBits('bitxor', (a, b) => a ^ b),
  ...['mod', 'remainder'].map((name): RuleFunction => ({ name, minArguments: 2, maxArguments: 2, evaluate: (_context, [a, b]) => remainder(toNumber(a), toNumber(b)) })),
  { name: 'nanvl', minArguments: 2, maxArguments: 2, evaluate: (_context, [value, otherwise]) => value ?? otherwise },
  { name: 'trunc', minArguments: 2, maxArguments: 2, evaluate: (_context, [value, places]) => truncated(toNumber(value), places) },
];

function ofNumber(name: string, compute: (number: RuleNumber) => Value): RuleFunction {
  return {
    name, minArguments: 1, maxArguments: 1,
    evaluate: (_context, [value]) => {
      const number = toNumber(value);
      return number && compute(number);
    },
  };
}

/** Computed in double precision; what is no finite number is undefined. */
function ofDoubles(name: string, count: number, compute: (...numbers: [number, number]) => number): RuleFunction {
  return {
    name, minArguments: count, maxArguments: count,
    evaluate: (_context, values) => {
      const [a, b] = values.map((value) => toNumber(value)?.toDouble() ?? NaN);
      return RuleNumber.double(compute(a ?? NaN, b ?? NaN));
    },
  };
}

function ofBits(name: string, combine: (a: bigint, b: bigint) => bigint): RuleFunction {
  return {
    name, minArguments: 2, maxArguments: 2,
    evaluate: (_context, [left, right]) => {
      const [a, b] = [toInt(left), toInt(right)];
      return a && b && RuleNumber.int(combine(a.toBigInt(), b.toBigInt()));
    },
  };
}

function remainder(a: RuleNumber | undefined, b: RuleNumber | undefined): Value {
  return a && b && a.remainder(b);
}

/** The number of places is no text that could be converted. */
function truncated(number: RuleNumber | undefined, places: Value): Value {
  if (number === undefined || !(places instanceof RuleNumber)) return undefined;
  return number.isInt ? number : number.cutTo(Math.min(Math.max(places.floor().toDouble(), 0), maxPlaces));
}
