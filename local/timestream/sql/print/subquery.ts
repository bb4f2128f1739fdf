/** Subqueries in expressions as DuckDB SQL; expression.ts has printed what is inside. */
import type { SubqueryForm } from '../bound';
import type { Printed } from '../functions/function';
import { printComparison } from './comparison';

/**
 * @param query the printed subquery
 * @param alias names its rows
 * @param operand what a quantified form compares
 * @param column the column of the alias that it is compared with
 */
export function printSubquery(form: SubqueryForm, query: string, alias: string, operand?: Printed, column?: Printed): string {
  if (form.kind === 'exists') return `EXISTS (${query})`;
  if (form.kind === 'scalar') return `(${query})`;
  if (operand === undefined || column === undefined) throw new Error('a quantified comparison has an operand and a column');
  const { operator, quantifier } = form;
  if (!operand.mayBeNaN && !column.mayBeNaN) return `(${operand.sql} ${operator} ${quantifier} (${query}))`;
  // DuckDB finds NaN equal to itself and the largest of all, so each comparison is written out.
  const holds = printComparison(operator, operand, column);
  const decided = quantifier === 'ANY' ? `bool_or(${holds}) THEN true` : `NOT bool_and(${holds}) THEN false`;
  return `(SELECT CASE WHEN ${decided} WHEN bool_or((${holds}) IS NULL) THEN NULL ELSE ${quantifier === 'ALL'} END FROM (${query}) AS ${alias})`;
}
