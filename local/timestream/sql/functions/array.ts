/** Array functions; elements count from 1. */
import { bind } from '../print/binding';
import { duckdbType } from '../print/literal';
import { raise } from '../print/raise';
import { ns, NS_PER_DAY } from '../print/whole-numbers';
import { futureFunction, scalarFunction, type Printed } from './function';

/** The engine that the service derives from makes no longer sequences. */
const MAX_SEQUENCE_ENTRIES = 10_000;

/** An array has no negative places and no place beyond its end; element_at answers NULL there, [] fails. */
export const subscript = (array: Printed, index: Printed) => {
  const type = array.type.kind === 'array' ? duckdbType(array.type.element) : 'BIGINT';
  const fail = (message: string, detail?: string) => `CAST([${raise(message, detail)}] AS ${type}[])[1]`;
  return bind([array, index], (list, place) =>
    `CASE WHEN ${list} IS NULL OR ${place} IS NULL THEN NULL WHEN ${place} = 0 THEN ${fail('SQL array indices start at 1')} ` +
    `WHEN ${place} < 0 THEN ${fail('Array subscript is negative: ', `CAST(${place} AS VARCHAR)`)} ` +
    `WHEN ${place} > len(${list}) THEN ${fail('Array subscript must be less than or equal to array length: ', `${place} || ' > ' || len(${list})`)} ` +
    `ELSE ${list}[${place}] END`);
};

const elementAt = (array: Printed, index: Printed) => {
  const type = array.type.kind === 'array' ? duckdbType(array.type.element) : 'BIGINT';
  return bind([array, index], (list, place) =>
    `CASE WHEN ${place} = 0 THEN CAST([${raise('SQL array indices start at 1')}] AS ${type}[])[1] ELSE ${list}[${place}] END`);
};

const tooLong = raise(`result of sequence function must not have more than ${MAX_SEQUENCE_ENTRIES} entries`);
const wrongWay = raise(
  'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
);

/** Both ends belong to it. All three are SQL texts that may be repeated. */
const sequence = (start: string, stop: string, step: string) =>
  `CASE WHEN ${step} = 0 THEN [${raise('step must not be zero')}] ` +
  `WHEN (${step} > 0 AND ${stop} < ${start}) OR (${step} < 0 AND ${stop} > ${start}) THEN [${wrongWay}] ` +
  `WHEN (CAST(${stop} AS HUGEINT) - ${start}) // ${step} >= ${MAX_SEQUENCE_ENTRIES} THEN [${tooLong}] ` +
  `ELSE generate_series(${start}, ${stop}, ${step}) END`;

const steppedSequence = (...args: Printed[]) => bind(args, (start = '', stop = '', step = '') => sequence(start, stop, step));

const towards = (start: Printed, stop: Printed) => bind([start, stop], (first, last) =>
  sequence(first, last, `CASE WHEN ${first} <= ${last} THEN CAST(1 AS BIGINT) ELSE CAST(-1 AS BIGINT) END`));

const daily = (start: Printed, stop: Printed) => bind([start, stop], (first, last) => sequence(first, last, ns(NS_PER_DAY)));

export const array = [
  scalarFunction('element_at(array(T), bigint) -> T', elementAt),
  scalarFunction('cardinality(array(T)) -> bigint', (x) => `len(${x.sql})`),
  scalarFunction('concat(array(T), array(T)...) -> array(T)', (...args) => bind(args, (...lists) =>
    `CASE WHEN ${lists.map((list) => `${list} IS NOT NULL`).join(' AND ')} THEN ${lists.reduce((all, list) => `list_concat(${all}, ${list})`)} END`)),
  scalarFunction('sequence(bigint, bigint) -> array(bigint)', towards),
  scalarFunction('sequence(bigint, bigint, bigint) -> array(bigint)', steppedSequence),
  scalarFunction('sequence(timestamp, timestamp) -> array(timestamp)', daily),
  scalarFunction('sequence(timestamp, timestamp, interval day to second) -> array(timestamp)', steppedSequence),
  futureFunction('sequence(timestamp, timestamp, interval year to month) -> array(timestamp)'),
  ...['array_distinct', 'array_sort', 'reverse', 'shuffle'].map((name) => futureFunction(`${name}(array(T)) -> array(T)`)),
  ...['array_intersect', 'array_union', 'array_except'].map((name) => futureFunction(`${name}(array(T), array(T)) -> array(T)`)),
  futureFunction('array_join(array(T), varchar) -> varchar'),
  futureFunction('array_join(array(T), varchar, varchar) -> varchar'),
  futureFunction('array_max(array(T)) -> T'),
  futureFunction('array_min(array(T)) -> T'),
  futureFunction('array_position(array(T), T) -> bigint'),
  futureFunction('array_remove(array(T), T) -> array(T)'),
  futureFunction('arrays_overlap(array(T), array(T)) -> boolean'),
  futureFunction('repeat(T, bigint) -> array(T)'),
  futureFunction('slice(array(T), bigint, bigint) -> array(T)'),
  futureFunction('zip(T, T...) -> T'),
  futureFunction('bit_count(bigint, bigint) -> bigint'),
  futureFunction('bitwise_not(bigint) -> bigint'),
  ...['bitwise_and', 'bitwise_or', 'bitwise_xor'].map((name) => futureFunction(`${name}(bigint, bigint) -> bigint`)),
];
