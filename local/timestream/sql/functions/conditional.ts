/** Conditional and comparison functions. */
import { bind } from '../print/binding';
import { printComparison } from '../print/comparison';
import { scalarFunction, type Printed } from './function';

const texts = (args: readonly Printed[]) => args.map((arg) => arg.sql).join(', ');

/** NULL as soon as one argument is; DuckDB's own skip NULLs. */
const extreme = (name: 'greatest' | 'least') => (...args: Printed[]) => bind(args, (...values) =>
  `CASE WHEN ${values.map((value) => `${value} IS NOT NULL`).join(' AND ')} THEN ${name}(${values.join(', ')}) END`);

export const conditional = [
  scalarFunction('coalesce(T, T...) -> T', (...args) => `coalesce(${texts(args)})`, { passesNaN: true }),
  scalarFunction('if(boolean, T) -> T', (when, then) => `CASE WHEN ${when.sql} THEN ${then.sql} END`, { passesNaN: true }),
  scalarFunction('if(boolean, T, T) -> T', (when, then, otherwise) =>
    `CASE WHEN ${when.sql} THEN ${then.sql} ELSE ${otherwise.sql} END`, { passesNaN: true }),
  scalarFunction('nullif(O, O) -> O', (a, b) => bind([a, b], (x, y) =>
    `CASE WHEN ${printComparison('=', { ...a, sql: x, repeatable: true }, { ...b, sql: y, repeatable: true })} THEN NULL ELSE ${x} END`), { passesNaN: true }),
  scalarFunction('try(T) -> T', (x) => `TRY(${x.sql})`, { passesNaN: true }),
  scalarFunction('greatest(O, O...) -> O', extreme('greatest'), { passesNaN: true }),
  scalarFunction('greatest(O) -> O', (x) => x.sql, { passesNaN: true }),
  scalarFunction('least(O, O...) -> O', extreme('least'), { passesNaN: true }),
  scalarFunction('least(O) -> O', (x) => x.sql, { passesNaN: true }),
];
