/** Subqueries as expressions: scalar, EXISTS, IN, ANY and ALL, correlated or not. */
import type { Expression } from '../ast';
import type { Bound, BoundQuery, BoundSubquery, SubqueryForm } from '../bound';
import { notSupportedYet, SqlError } from '../errors';
import { isComposed } from '../print/equality';
import { columnScope } from './scope';
import { scalar, typeName } from '../types';
import type { Checking } from './expression';
import { comparable } from './predicate';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** @param check checks the operand of IN, ANY and ALL */
export function checkSubquery(
  expression: Of<'subquery' | 'exists'> | Of<'in-query'> | Of<'quantified'>, { scope, around }: Checking, check: (operand: Expression) => Bound,
): Bound {
  const { at } = expression;
  const captures: Bound[] = [];
  const query = around.checkQuery(expression.query, { ...around, outer: { scope, captures, ...(around.outer && { outer: around.outer }) } });
  const bound = { kind: 'subquery' as const, at, alias: around.freshName('q'), captures, query };
  switch (expression.kind) {
    case 'exists':
      return { ...bound, type: scalar('boolean'), form: { kind: 'exists' }, operand: [] };
    case 'subquery':
      return { ...bound, type: onlyColumn(query, at).type, form: { kind: 'scalar' }, operand: [] };
    case 'in-query':
      return quantified(bound, { kind: 'quantified', operator: '=', quantifier: 'ANY' }, check(expression.operand), around.freshName('q'));
    case 'quantified': {
      const { operator, quantifier } = expression;
      return quantified(bound, { kind: 'quantified', operator, quantifier }, check(expression.operand), around.freshName('q'));
    }
  }
}

function onlyColumn({ columns }: BoundQuery, at: number): BoundQuery['columns'][number] {
  const [only, another] = columns;
  if (only === undefined || another !== undefined) throw new SqlError(at, `Multiple columns returned by subquery are not yet supported. Found ${columns.length}`);
  return only;
}

type Unfinished = Omit<BoundSubquery, 'form' | 'operand'> & { readonly at: number };

/** Operand and column are compared as what both can become, so the subquery is read through a select that converts it. */
function quantified(bound: Unfinished, form: Extract<SubqueryForm, { kind: 'quantified' }>, operand: Bound, alias: string): Bound {
  const { at, query } = bound;
  onlyColumn(query, at);
  const [column] = columnScope(query.columns, alias, []);
  if (column === undefined) throw new Error('a column that was just counted');
  const [left, right] = comparable(form.operator, [operand, { ...column.expression, at }], at);
  if (left === undefined || right === undefined) throw new Error('two sides that were just compared');
  // DuckDB's own = is not the one of rows and arrays.
  if (isComposed(left.type)) throw notSupportedYet(at, `A comparison of ${typeName(left.type)} with a subquery`);
  const converted: BoundQuery = {
    commonTables: [], orderBy: [], withTies: false,
    body: { kind: 'select', distinct: false, from: { kind: 'query', query, alias }, outputs: [{ expression: right }] },
    columns: query.columns.map((each) => ({ ...each, type: right.type })),
  };
  return { ...bound, type: scalar('boolean'), form, operand: [left], query: converted };
}
