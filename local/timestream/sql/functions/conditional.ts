/** Conditional and comparison functions. */
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { printComparison } from '../print/comparison';
import { stringLiteral } from '../print/literal';
import { commonType, isComparable, readingDistance, typeName, type SqlType } from '../types';
import { castPrint } from './cast';
import { scalarFunction, type Printed } from './function';

const texts = (args: readonly Printed[]) => args.map((arg) => arg.sql).join(', ');

/** NULL as soon as one argument is; DuckDB's own skip NULLs. A NaN is the answer only among NaNs, which DuckDB takes for the largest. */
const extreme = (name: 'greatest' | 'least') => (...args: Printed[]) => bind(args, (...values) => {
  const numbers = values.map((value, index) => (args[index]?.mayBeNaN ? `CASE WHEN NOT isnan(${value}) THEN ${value} END` : value));
  const found = `${name}(${values.join(', ')})`;
  const skipsNaN = name === 'greatest' && args.some((arg) => arg.mayBeNaN);
  return `CASE WHEN ${values.map((value) => `${value} IS NOT NULL`).join(' AND ')} THEN ${skipsNaN ? `coalesce(greatest(${numbers.join(', ')}), ${found})` : found} END`;
});

/** The type in which the two of nullif are compared. */
const comparedType = (a: SqlType, b: SqlType) => {
  const type = commonType(a, b, readingDistance);
  return type !== undefined && isComparable(type) ? type : undefined;
};

function checkNullif([a, b]: readonly Bound[]): void {
  if (a === undefined || b === undefined || comparedType(a.type, b.type) !== undefined) return;
  throw new SqlError(a.at, `Types are not comparable with NULLIF: ${typeName(a.type)} vs ${typeName(b.type)}`);
}

/** The first as it was, however the two were compared. */
const nullif = (a: Printed, b: Printed) => bind([a, b], (x = '', y = '') => {
  const type = comparedType(a.type, b.type) ?? a.type;
  const [left, right] = [{ ...a, sql: x, repeatable: true }, { ...b, sql: y, repeatable: true }].map((side): Printed => {
    const sql = castPrint(side.type, type, false)?.([side], { nowNs: 0n }) ?? side.sql;
    return { ...side, sql, type, repeatable: side.sql === sql };
  });
  if (left === undefined || right === undefined) throw new Error('nullif has two arguments');
  return `CASE WHEN ${printComparison('=', left, right)} THEN NULL ELSE ${x} END`;
});

export const conditional = [
  scalarFunction('coalesce(T, T...) -> T', (...args) => `coalesce(${texts(args)})`, { passesNaN: true }),
  scalarFunction('if(boolean, T) -> T', (when, then) => `CASE WHEN ${when.sql} THEN ${then.sql} END`, { passesNaN: true }),
  scalarFunction('if(boolean, T, T) -> T', (when, then, otherwise) =>
    `CASE WHEN ${when.sql} THEN ${then.sql} ELSE ${otherwise.sql} END`, { passesNaN: true }),
  scalarFunction('nullif(T, U) -> T', nullif, { passesNaN: true, check: checkNullif }),
  scalarFunction('try(T) -> T', (x) => `TRY(${x.sql})`, { passesNaN: true }),
  scalarFunction('greatest(O, O...) -> O', extreme('greatest'), { passesNaN: true }),
  scalarFunction('greatest(O) -> O', (x) => x.sql, { passesNaN: true }),
  scalarFunction('least(O, O...) -> O', extreme('least'), { passesNaN: true }),
  scalarFunction('least(O) -> O', (x) => x.sql, { passesNaN: true }),
  // The type is known before the query runs; the value is never asked.
  scalarFunction('typeof(T) -> varchar', (x) => stringLiteral(typeName(x.type))),
];
