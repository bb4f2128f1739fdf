/** Comparisons and three-valued logic; conditional forms evaluate only the branch they take. */
import { infix, lenient, strict, type Operation } from './operation';
import type { Type, Value } from './value';

/** NaN equals, exceeds and undercuts nothing, not even itself. */
const comparable: readonly Type[] = ['integer', 'bigint', 'double', 'varchar', 'timestamp', 'date', 'interval'];

type Ordered = bigint | number | string;

/** Text compares by code points, which for JavaScript's UTF-16 units is the order of its UTF-8 bytes. */
function less(a: Ordered, b: Ordered): boolean {
  return typeof a === 'string' && typeof b === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 : a < b;
}

const comparisons = comparable.flatMap((type): Operation[] => [
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('='), (a, b) => a === b),
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('<>'), (a, b) => a !== b),
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('<'), less),
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('<='), (a, b) => less(a, b) || a === b),
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('>'), (a, b) => less(b, a)),
  strict<[Ordered, Ordered]>([type, type], 'boolean', infix('>='), (a, b) => less(b, a) || a === b),
  lenient([type, type, type], 'boolean', (x, low, high) => `(${x} BETWEEN ${low} AND ${high})`, (x, low, high) => and(notLess(x, low), notLess(high, x))),
  lenient([type, type, type], 'boolean', (x, a, b) => `(${x} IN (${a}, ${b}))`, (x, a, b) => or(equal(x, a), equal(x, b))),
  lenient([type], 'boolean', (x) => `(${x} IS NULL)`, (x) => x === null),
]);

type Truth = boolean | null;

const and = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === null || b === null ? null : true);
const or = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false);
const equal = (a: Value = null, b: Value = null): Truth => (a === null || b === null ? null : a === b);
// Only values of ordered types are compared.
const notLess = (a: Value = null, b: Value = null): Truth => (a === null || b === null ? null : less(b as Ordered, a as Ordered) || a === b);

const logic: readonly Operation[] = [
  lenient(['boolean', 'boolean'], 'boolean', infix('AND'), (a, b) => and(a as Truth, b as Truth)),
  lenient(['boolean', 'boolean'], 'boolean', infix('OR'), (a, b) => or(a as Truth, b as Truth)),
  strict<[boolean]>(['boolean'], 'boolean', (a) => `(NOT ${a})`, (a) => !a),
];

export const logicOperations: readonly Operation[] = [...comparisons, ...logic];
