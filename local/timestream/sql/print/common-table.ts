/** The tables of WITH as DuckDB SQL. */
import type { BoundCommonTable } from '../bound';
import type { PrintContext } from './context';
import { raise } from './raise';

/** Trino's max_recursion_depth. https://trino.io/docs/current/sql/select.html#with-recursive-clause */
const MAX_STEPS = 10;

/** One definition or, for a table that reads itself, one for each step: DuckDB's own recursion has no end to count to. */
export function printCommonTable({ name, query, step }: BoundCommonTable, context: PrintContext): readonly string[] {
  const base = context.query(query, context);
  if (step === undefined) return [`${name} AS (${base})`];
  const rowsOf = (index: number) => `${name}_${index}`;
  const oneStep = context.query(step.query, context);
  const steps = Array.from({ length: MAX_STEPS + 1 }, (_step, index) =>
    `${rowsOf(index + 1)} AS MATERIALIZED (WITH ${step.previous} AS (SELECT * FROM ${rowsOf(index)}) SELECT * FROM (${oneStep}) AS ${rowsOf(index + 1)})`);
  const all = Array.from({ length: MAX_STEPS + 1 }, (_step, index) => `SELECT * FROM ${rowsOf(index)}`);
  // A count is taken of all rows, whatever the query then asks of them.
  const ends = `(SELECT CASE WHEN count(*) > 0 THEN ${tooDeep} ELSE 0 END FROM ${rowsOf(MAX_STEPS + 1)}) = 0`;
  return [`${rowsOf(0)} AS MATERIALIZED (${base})`, ...steps, `${name} AS (SELECT * FROM (${all.join(' UNION ALL ')}) AS ${name} WHERE ${ends})`];
}

const tooDeep = raise(`Recursion depth limit exceeded (${MAX_STEPS})`);
