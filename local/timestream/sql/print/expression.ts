/** Bound expressions -> DuckDB SQL; the function table says how each call is written. */
import { mayBeNaN, type Bound, type BoundSort, type BoundWindow } from '../bound';
import type { Printed, QueryClock } from '../functions/function';
import { literal } from './literal';

export function printExpression(bound: Bound, clock: QueryClock): string {
  switch (bound.kind) {
    case 'literal':
      return literal(bound.value, bound.type);
    case 'column':
      return `${bound.relation}.${bound.column}`;
    case 'output':
      return printExpression(bound.expression, clock);
    case 'call':
      return bound.print(printed(bound.arguments, clock), clock);
    case 'aggregate':
      return printAggregate(bound, clock);
    case 'window':
      return printWindow(bound, clock);
  }
}

function printed(args: readonly Bound[], clock: QueryClock): Printed[] {
  return args.map((arg) => ({
    sql: printExpression(arg, clock),
    type: arg.type,
    repeatable: arg.kind === 'literal' || arg.kind === 'column',
    mayBeNaN: mayBeNaN(arg),
    ...(arg.kind === 'literal' && { literal: arg.value }),
  }));
}

function printAggregate({ function: entry, arguments: args, distinct }: Extract<Bound, { kind: 'aggregate' }>, clock: QueryClock): string {
  const [first, ...rest] = printed(args, clock);
  const all = first === undefined ? [] : [distinct ? { ...first, sql: `DISTINCT ${first.sql}` } : first, ...rest];
  const call = entry.print(all, clock);
  return entry.wrap === undefined ? call : entry.wrap(call);
}

function printWindow(bound: BoundWindow, clock: QueryClock): string {
  const args = printed(bound.arguments, clock);
  const partition = bound.partitionBy.map((key) => printExpression(key, clock));
  const clauses = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    bound.orderBy.length > 0 ? `ORDER BY ${bound.orderBy.map((sort) => printSort(sort, clock)).join(', ')}` : '',
    bound.frame,
  ];
  const { function: entry } = bound;
  const over = ` OVER (${clauses.filter((clause) => clause !== '').join(' ')})`;
  const call = entry.print(args, clock) + over;
  return entry.kind === 'window' || entry.wrap === undefined ? call : entry.wrap(call);
}

/** One key of ORDER BY; a column of the select itself by its position. */
export function printSort({ expression, descending, nullsFirst }: BoundSort, clock: QueryClock): string {
  const key = expression.kind === 'output' ? String(expression.index + 1) : printExpression(expression, clock);
  return `${key} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

