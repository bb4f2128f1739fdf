/** GROUPING(a, b): a number whose bits tell which of the columns the row's grouping set leaves out, the last column lowest. */
import type { Expression } from '../ast';
import type { Bound, BoundAggregate } from '../bound';
import { SqlError } from '../errors';
import { composedAggregate } from '../functions/function';
import { scalar } from '../types';
import type { Check } from './expression';

/** The result is an integer, which has room for so many bits. */
const MAX_COLUMNS = 31;

/** To the query it is an aggregate: one answer for each group. */
const operation = composedAggregate('grouping(T...) -> integer', (_call, ...columns) => `CAST(GROUPING(${columns.map((column) => column.sql).join(', ')}) AS INTEGER)`);

export function checkGroupingOperation({ columns, at }: Extract<Expression, { kind: 'grouping' }>, check: Check): Bound {
  if (columns.length > MAX_COLUMNS) throw new SqlError(at, `GROUPING supports up to ${MAX_COLUMNS} columns`);
  return { kind: 'aggregate', at, type: scalar('integer'), function: operation, arguments: columns.map(check), distinct: false, orderBy: [] };
}

export function isGroupingOperation(bound: Bound): bound is Bound & BoundAggregate {
  return bound.kind === 'aggregate' && bound.function === operation;
}
