/** Arrays of bigint, with NULL elements. */
import { call, lenient, strict, type Operation } from './operation';
import { Failure, type Value } from './value';

type List = readonly (bigint | null)[];

function slice(list: List, start: bigint, length: bigint): List {
  if (length < 0n) throw new Failure('length');
  const first = start > 0n ? start - 1n : BigInt(list.length) + start;
  if (start === 0n) throw new Failure('start');
  return first < 0n ? [] : list.slice(Number(first), Number(first + length));
}

function elementAt(list: List, place: bigint): Value {
  if (place === 0n) throw new Failure('arrays begin at 1');
  return list.at(Number(place > 0n ? place - 1n : place)) ?? null;
}

const distinct = (list: List): List => [...new Set(list)];
const nullsLast = (a: bigint | null, b: bigint | null) => (a === null ? (b === null ? 0 : 1) : b === null ? -1 : a < b ? -1 : a > b ? 1 : 0);
const extreme = (list: List, keeps: (a: bigint, b: bigint) => boolean): Value =>
  (list.length === 0 || list.includes(null) ? null : (list as readonly bigint[]).reduce((a, b) => (keeps(a, b) ? a : b)));

export const listOperations: readonly Operation[] = [
  lenient(['bigint', 'bigint', 'bigint'], 'array', (a, b, c) => `ARRAY[${a}, ${b}, ${c}]`, (...items) => items as List),
  strict<[List]>(['array'], 'bigint', call('cardinality'), (a) => BigInt(a.length)),
  strict<[List, List]>(['array', 'array'], 'array', call('concat'), (a, b) => [...a, ...b]),
  strict<[List]>(['array'], 'array', call('array_distinct'), distinct),
  strict<[List]>(['array'], 'array', call('array_sort'), (a) => a.toSorted(nullsLast)),
  strict<[List]>(['array'], 'array', call('reverse'), (a) => a.toReversed()),
  strict<[List]>(['array'], 'bigint', call('array_max'), (a) => extreme(a, (x, y) => x >= y)),
  strict<[List]>(['array'], 'bigint', call('array_min'), (a) => extreme(a, (x, y) => x <= y)),
  strict<[List, bigint]>(['array', 'bigint'], 'bigint', call('array_position'), (a, e) => BigInt(a.indexOf(e) + 1)),
  strict<[List, bigint]>(['array', 'bigint'], 'bigint', (a, n) => `element_at(${a}, ${n} % 5)`, (a, n) => elementAt(a, n % 5n)),
  strict<[List, bigint, bigint]>(['array', 'bigint', 'bigint'], 'array', (a, n, m) => `slice(${a}, ${n} % 4, abs(${m} % 3))`, (a, n, m) =>
    slice(a, n % 4n, m % 3n < 0n ? -(m % 3n) : m % 3n)),
  strict<[List, List]>(['array', 'array'], 'array', (a, b) => `array_sort(array_union(${a}, ${b}))`, (a, b) => distinct([...a, ...b]).toSorted(nullsLast)),
  strict<[List, List]>(['array', 'array'], 'array', (a, b) => `array_sort(array_except(${a}, ${b}))`, (a, b) =>
    distinct(a.filter((item) => !b.includes(item))).toSorted(nullsLast)),
  strict<[List, List]>(['array', 'array'], 'array', (a, b) => `array_sort(array_intersect(${a}, ${b}))`, (a, b) =>
    distinct(a.filter((item) => b.includes(item))).toSorted(nullsLast)),
];
