/** Random expression trees: each knows its SQL and what it answers for a row. */
import { listOperations } from './list-operations';
import { logicOperations } from './logic-operations';
import { numberOperations } from './number-operations';
import type { Operation } from './operation';
import { textOperations } from './text-operations';
import { timeOperations } from './time-operations';
import { Failure, type Type, type Value } from './value';

export type Row = Readonly<Record<string, Value>>;

export interface Expression {
  readonly sql: string;
  readonly type: Type;
  readonly answer: (row: Row) => Value;
}

/** Evaluation that may end with an error or not: the language does not say what is evaluated. */
export class Unsure extends Error {}

/** Numbers from 0 up to but not `below`, the same for the same seed. */
export type Random = (below: number) => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const columns: Partial<Record<Type, readonly string[]>> = {
  bigint: ['a', 'b'], double: ['x', 'y'], varchar: ['s', 't'], boolean: ['p'], timestamp: ['m'],
};

const literals: Readonly<Record<Type, readonly (readonly [sql: string, value: Value])[]>> = {
  integer: [['0', 0n], ['1', 1n], ['7', 7n], ['-3', -3n], ['2147483647', 2147483647n], ['CAST(NULL AS integer)', null]],
  bigint: [["BIGINT '0'", 0n], ["BIGINT '-2'", -2n], ["BIGINT '12'", 12n], ['9223372036854775807', 2n ** 63n - 1n], ['CAST(NULL AS bigint)', null]],
  double: [['0.0', 0], ['1.5', 1.5], ['-2.25', -2.25], ['1e10', 1e10], ['0.001', 0.001], ['nan()', NaN], ['infinity()', Infinity], ['CAST(NULL AS double)', null]],
  varchar: [["''", ''], ["'a'", 'a'], ["'abc'", 'abc'], ["'a''b'", "a'b"], ["'é😀'", 'é😀'], ["' x '", ' x '], ['CAST(NULL AS varchar)', null]],
  boolean: [['true', true], ['false', false], ['CAST(NULL AS boolean)', null]],
  timestamp: [
    ["timestamp '2024-02-29 23:59:59.999999999'", 1_709_251_199_999_999_999n], ["timestamp '1970-01-01 00:00:00'", 0n],
    ["timestamp '1969-12-31 23:59:59.5'", -500_000_000n], ['CAST(NULL AS timestamp)', null],
  ],
  date: [["date '1970-01-01'", 0n], ["date '2024-02-29'", 19_782n], ["date '2021-01-03'", 18_630n], ['CAST(NULL AS date)', null]],
  interval: [['1h', 3_600_000_000_000n], ['90s', 90_000_000_000n], ['7ns', 7n], ["interval '2' day", 172_800_000_000_000n]],
  array: [['ARRAY[3, 1, 2, 3]', [3n, 1n, 2n, 3n]], ["ARRAY[BIGINT '5', NULL]", [5n, null]]],
};

const operations: readonly Operation[] = [...numberOperations, ...logicOperations, ...textOperations, ...timeOperations, ...listOperations];

export const types = Object.keys(literals) as readonly Type[];

export function randomExpression(type: Type, depth: number, random: Random): Expression {
  if (depth === 0 || random(8) === 0) return leaf(type, random);
  if (random(5) === 0) return conditional(type, depth, random);
  const fitting = operations.filter((operation) => operation.gives === type);
  const operation = fitting[random(fitting.length)];
  return operation === undefined ? conditional(type, depth, random) : applied(operation, operation.takes.map((taken) => randomExpression(taken, depth - 1, random)));
}

function leaf(type: Type, random: Random): Expression {
  const names = columns[type] ?? [];
  const name = names[random(names.length + 1)];
  // A column as often as all literals together, where there is one.
  if (name !== undefined) return { sql: name, type, answer: (row) => row[name] ?? null };
  const [sql, value] = literals[type][random(literals[type].length)] ?? ['', null];
  return { sql: sql.includes('ARRAY[3') ? 'CAST(ARRAY[3, 1, 2, 3] AS array(bigint))' : sql, type, answer: () => value };
}

function applied({ sql, answer, gives, takes }: Operation, args: readonly Expression[]): Expression {
  // AND, OR, IN and BETWEEN need not look at all their operands.
  const looksAtAll = gives !== 'boolean' || takes.length < 2;
  return {
    sql: sql(...args.map((arg) => arg.sql)),
    type: gives,
    answer: (row) => {
      const results = args.map((arg) => attempt(() => arg.answer(row)));
      const failure = results.find((result) => result instanceof Error);
      if (failure === undefined) return answer(...(results as Value[]));
      throw looksAtAll && !results.includes(null) ? failure : new Unsure();
    },
  };
}

function attempt(answer: () => Value): Value | Failure | Unsure {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Failure || error instanceof Unsure) return error;
    throw error;
  }
}

/** The forms that take any type; they evaluate what they need and nothing else. */
function conditional(type: Type, depth: number, random: Random): Expression {
  const one = randomExpression(type, depth - 1, random);
  const other = randomExpression(type, depth - 1, random);
  const when = randomExpression('boolean', depth - 1, random);
  const forms: readonly Expression[] = [
    { type, sql: `if(${when.sql}, ${one.sql}, ${other.sql})`, answer: (row) => (when.answer(row) === true ? one : other).answer(row) },
    { type, sql: `CASE WHEN ${when.sql} THEN ${one.sql} ELSE ${other.sql} END`, answer: (row) => (when.answer(row) === true ? one : other).answer(row) },
    { type, sql: `coalesce(${one.sql}, ${other.sql})`, answer: (row) => one.answer(row) ?? other.answer(row) },
    { type, sql: `try(${one.sql})`, answer: (row) => tried(one, row) },
  ];
  return forms[random(forms.length)] ?? one;
}

function tried(expression: Expression, row: Row): Value {
  const result = attempt(() => expression.answer(row));
  if (result instanceof Unsure) throw result;
  return result instanceof Failure ? null : result;
}
