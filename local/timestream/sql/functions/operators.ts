/** Operators by their operand types; the checker resolves them like functions. */
import { bind } from '../print/binding';
import { raise } from '../print/raise';
import { divide, floorModulo, ns, NS_PER_DAY } from '../print/whole-numbers';
import { subscript } from './array';
import { addMonths, addMonthsToDate } from './calendar';
import { scalarFunction, type Printed } from './function';

const infix = (operator: string) => (a: Printed, b: Printed) => `(${a.sql} ${operator} ${b.sql})`;

function sameTypes(operator: string, types: readonly string[]) {
  return types.map((type) => scalarFunction(`'${operator}'(${type}, ${type}) -> ${type}`, infix(operator)));
}

const intervals = ['interval day to second', 'interval year to month'];

const negated = (x: Printed): Printed => ({ sql: `(-${x.sql})`, type: x.type, repeatable: false, mayBeNaN: false });

/** Days may be added to a date, parts of a day may not. */
const addDays = (sign: '+' | '-') => (date: Printed, interval: Printed) => bind([date, interval], (day, size) =>
  `CASE WHEN ${size} % ${ns(NS_PER_DAY)} <> 0 THEN DATE '1970-01-01' + CAST(${raise('Cannot add hour, minutes or seconds to a date')} AS INTEGER) ` +
  `ELSE ${day} ${sign} CAST(${size} // ${ns(NS_PER_DAY)} AS INTEGER) END`);

const moveTime = (operator: '+' | '-') => (time: Printed, interval: Printed) => floorModulo(
  { ...time, sql: `(${time.sql} ${operator} ${interval.sql} % ${ns(NS_PER_DAY)})` }, ns(NS_PER_DAY));

export const operators = [
  ...sameTypes('+', ['integer', 'bigint', 'double', ...intervals]),
  scalarFunction("'+'(timestamp, interval day to second) -> timestamp", infix('+')),
  scalarFunction("'+'(interval day to second, timestamp) -> timestamp", infix('+')),
  scalarFunction("'+'(timestamp, interval year to month) -> timestamp", addMonths),
  scalarFunction("'+'(interval year to month, timestamp) -> timestamp", (months, time) => addMonths(time, months)),
  scalarFunction("'+'(date, interval day to second) -> date", addDays('+')),
  scalarFunction("'+'(interval day to second, date) -> date", (interval, date) => addDays('+')(date, interval)),
  scalarFunction("'+'(date, interval year to month) -> date", addMonthsToDate),
  scalarFunction("'+'(interval year to month, date) -> date", (months, date) => addMonthsToDate(date, months)),
  scalarFunction("'+'(time, interval day to second) -> time", moveTime('+')),

  ...sameTypes('-', ['integer', 'bigint', 'double', ...intervals]),
  scalarFunction("'-'(timestamp, interval day to second) -> timestamp", infix('-')),
  scalarFunction("'-'(timestamp, interval year to month) -> timestamp", (time, months) => addMonths(time, negated(months))),
  scalarFunction("'-'(date, interval day to second) -> date", addDays('-')),
  scalarFunction("'-'(date, interval year to month) -> date", (date, months) => addMonthsToDate(date, negated(months))),
  scalarFunction("'-'(time, interval day to second) -> time", moveTime('-')),

  ...sameTypes('*', ['integer', 'bigint', 'double']),

  scalarFunction("'/'(integer, integer) -> integer", divide('//')),
  scalarFunction("'/'(bigint, bigint) -> bigint", divide('//')),
  scalarFunction("'/'(double, double) -> double", infix('/')),

  scalarFunction("'%'(integer, integer) -> integer", divide('%')),
  scalarFunction("'%'(bigint, bigint) -> bigint", divide('%')),
  scalarFunction("'%'(double, double) -> double", infix('%')),

  scalarFunction("'||'(varchar, varchar) -> varchar", infix('||')),
  scalarFunction("'||'(array(T), array(T)) -> array(T)", (a, b) => bind([a, b], (x, y) =>
    `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN list_concat(${x}, ${y}) END`)),

  scalarFunction('subscript(array(T), bigint) -> T', subscript),

  scalarFunction('negate(integer) -> integer', (x) => `(-${x.sql})`),
  scalarFunction('negate(bigint) -> bigint', (x) => `(-${x.sql})`),
  scalarFunction('negate(double) -> double', (x) => `(-${x.sql})`, { passesNaN: true }),
  scalarFunction('negate(interval day to second) -> interval day to second', (x) => `(-${x.sql})`),
  scalarFunction('negate(interval year to month) -> interval year to month', (x) => `(-${x.sql})`),
];
