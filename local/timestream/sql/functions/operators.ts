/** Operators by their operand types; the checker resolves them like functions. */
import { divide, floorModulo, negate, ns, NS_PER_DAY } from '../print/whole-numbers';
import { append, concat, prepend, subscript } from './array';
import { addDays, addMonths, addMonthsToDate } from './calendar';
import { scalarFunction, type Printed } from './function';
import { combineIntervals, moveTimestamp } from './time-bounds';
import { foldMoved, foldNegated } from './time-folds';

const infix = (operator: string) => (a: Printed, b: Printed) => `(${a.sql} ${operator} ${b.sql})`;

function sameTypes(operator: string, types: readonly string[]) {
  return types.map((type) => scalarFunction(`'${operator}'(${type}, ${type}) -> ${type}`, infix(operator)));
}

const intervals = (operator: '+' | '-') => (['interval day to second', 'interval year to month'] as const).map((kind) =>
  scalarFunction(`'${operator}'(${kind}, ${kind}) -> ${kind}`, combineIntervals(kind, operator)));

const negated = (x: Printed): Printed => ({ sql: `(-${x.sql})`, type: x.type, repeatable: false, mayBeNaN: false });

const moveTime = (operator: '+' | '-') => (time: Printed, interval: Printed) => floorModulo(
  { ...time, sql: `(${time.sql} ${operator} ${interval.sql} % ${ns(NS_PER_DAY)})` }, ns(NS_PER_DAY));

export const operators = [
  ...sameTypes('+', ['integer', 'bigint', 'double']),
  ...intervals('+'),
  scalarFunction("'+'(timestamp, interval day to second) -> timestamp", (time, interval) => moveTimestamp(time, '+', interval), { fold: foldMoved('+') }),
  scalarFunction("'+'(interval day to second, timestamp) -> timestamp", (interval, time) => moveTimestamp(time, '+', interval), { fold: foldMoved('+') }),
  scalarFunction("'+'(timestamp, interval year to month) -> timestamp", (time, months) => addMonths(time, months)),
  scalarFunction("'+'(interval year to month, timestamp) -> timestamp", (months, time) => addMonths(time, months)),
  scalarFunction("'+'(date, interval day to second) -> date", (date, interval) => addDays('+', date, interval)),
  scalarFunction("'+'(interval day to second, date) -> date", (interval, date) => addDays('+', date, interval)),
  scalarFunction("'+'(date, interval year to month) -> date", addMonthsToDate),
  scalarFunction("'+'(interval year to month, date) -> date", (months, date) => addMonthsToDate(date, months)),
  scalarFunction("'+'(time, interval day to second) -> time", moveTime('+')),
  scalarFunction("'+'(interval day to second, time) -> time", (interval, time) => moveTime('+')(time, interval)),

  ...sameTypes('-', ['integer', 'bigint', 'double']),
  ...intervals('-'),
  scalarFunction("'-'(timestamp, interval day to second) -> timestamp", (time, interval) => moveTimestamp(time, '-', interval), { fold: foldMoved('-') }),
  scalarFunction("'-'(timestamp, interval year to month) -> timestamp", (time, months) => addMonths(time, negated(months))),
  scalarFunction("'-'(date, interval day to second) -> date", (date, interval) => addDays('-', date, interval)),
  scalarFunction("'-'(date, interval year to month) -> date", (date, months) => addMonthsToDate(date, negated(months))),
  scalarFunction("'-'(time, interval day to second) -> time", moveTime('-')),

  ...sameTypes('*', ['integer', 'bigint', 'double']),

  scalarFunction("'/'(integer, integer) -> integer", divide('//')),
  scalarFunction("'/'(bigint, bigint) -> bigint", divide('//')),
  scalarFunction("'/'(double, double) -> double", infix('/')),

  scalarFunction("'%'(integer, integer) -> integer", divide('%')),
  scalarFunction("'%'(bigint, bigint) -> bigint", divide('%')),
  scalarFunction("'%'(double, double) -> double", infix('%')),

  // DuckDB forgets the type of a NULL that it knows beforehand.
  scalarFunction("'||'(varchar, varchar) -> varchar", (a, b) => `CAST(${infix('||')(a, b)} AS VARCHAR)`),
  scalarFunction("'||'(array(T), array(T)) -> array(T)", concat),
  scalarFunction("'||'(array(T), T) -> array(T)", append),
  scalarFunction("'||'(T, array(T)) -> array(T)", prepend),

  scalarFunction('subscript(array(T), bigint) -> T', subscript),

  scalarFunction('negate(integer) -> integer', negate('integer')),
  scalarFunction('negate(bigint) -> bigint', negate('bigint')),
  scalarFunction('negate(double) -> double', (x) => `(-${x.sql})`, { passesNaN: true }),
  scalarFunction('negate(interval day to second) -> interval day to second', (x) => `(-${x.sql})`, { fold: foldNegated }),
  scalarFunction('negate(interval year to month) -> interval year to month', (x) => `(-${x.sql})`),
];
