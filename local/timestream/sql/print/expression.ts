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
      return bound.print(printArguments(bound.arguments, clock), clock);
    case 'aggregate':
      return printAggregate(bound.function, printArguments(bound.arguments, clock), bound.distinct ? 'DISTINCT ' : '');
    case 'window':
      return printWindow(bound, clock);
  }
}

function printArguments(args: readonly Bound[], clock: QueryClock): Printed[] {
  return args.map((arg) => ({
    sql: printExpression(arg, clock),
    type: arg.type,
    repeatable: arg.kind === 'literal' || arg.kind === 'column',
    mayBeNaN: mayBeNaN(arg),
    ...(arg.kind === 'literal' && { literal: arg.value }),
  }));
}

function printAggregate(entry: Extract<Bound, { kind: 'aggregate' }>['function'], args: readonly Printed[], distinct: string): string {
  const call = entry.print(args, distinct);
  return entry.wrap === undefined ? call : entry.wrap(call);
}

function printWindow(bound: BoundWindow, clock: QueryClock): string {
  const args = printArguments(bound.arguments, clock);
  const partition = bound.partitionBy.map((key) => printExpression(key, clock));
  const clauses = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    bound.orderBy.length > 0 ? `ORDER BY ${bound.orderBy.map((sort) => printSort(sort, clock)).join(', ')}` : '',
    bound.frame,
  ];
  const { function: entry } = bound;
  const over = ` OVER (${clauses.filter((clause) => clause !== '').join(' ')})`;
  if (entry.kind === 'window') return entry.print(args) + over;
  const call = entry.print(args, '') + over;
  return entry.wrap === undefined ? call : entry.wrap(call);
}

/** One key of ORDER BY; a column of the select itself by its position. */
export function printSort({ expression, descending, nullsFirst }: BoundSort, clock: QueryClock): string {
  const key = expression.kind === 'output' ? String(expression.index + 1) : printExpression(expression, clock);
  return `${key} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

