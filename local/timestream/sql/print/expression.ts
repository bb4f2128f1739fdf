/** Bound expressions -> DuckDB SQL; the function table says how each call is written. */
import { outputColumn, parameterField, rowField, type Bound, type BoundAggregate, type BoundFrame, type BoundSort, type BoundSubquery, type BoundWindow } from '../bound';
import { mayBeNaN } from '../bound-tree';
import type { Printed } from '../functions/function';
import { insideSubquery, type PrintContext } from './context';
import { markColumn } from './column-marks';
import { printSubquery } from './subquery';
import { literal } from './literal';

export function printExpression(bound: Bound, context: PrintContext): string {
  switch (bound.kind) {
    case 'literal':
      return literal(bound.value, bound.type);
    case 'column':
      return context.column(`${bound.relation}.${bound.column}`);
    case 'outer':
      return context.outer(bound.capture);
    case 'subquery':
      return printWithCaptures(bound, context);
    case 'lambda':
      return `lambda ${bound.parameters.map((parameter) => parameter.name).join(', ')}: ${printExpression(bound.body, context)}`;
    case 'lambda-parameter':
      return `${bound.name}.${parameterField(bound.index)}`;
    case 'field':
      return `struct_extract(${printExpression(bound.row, context)}, '${rowField(bound.index)}')`;
    case 'output':
      return printExpression(bound.expression, context);
    case 'call':
      return bound.print(printed(bound.arguments, context), context);
    case 'aggregate':
      return printAggregate(bound, context);
    case 'window':
      return printWindow(bound, context);
  }
}

function printWithCaptures({ form, query, alias, operand, captures }: BoundSubquery, context: PrintContext): string {
  const inner = context.query(query, insideSubquery(captures, context, printExpression));
  const [column] = query.columns;
  // The two may be compared inside of a subquery of their own.
  return printSubquery(form, inner, alias, printed(operand, { ...context, column: markColumn })[0], column && {
    sql: markColumn(`${alias}.${outputColumn(0)}`), type: column.type, repeatable: true, mayBeNaN: column.mayBeNaN,
  });
}

function printed(args: readonly Bound[], context: PrintContext): Printed[] {
  return args.map((arg) => ({
    sql: printExpression(arg.kind === 'lambda' ? arg.body : arg, context),
    type: arg.type,
    repeatable: isRepeatable(arg),
    mayBeNaN: mayBeNaN(arg),
    ...(arg.kind === 'column' && arg.atLeastNs !== undefined && { isFromEpoch: arg.atLeastNs >= 0n }),
    ...(arg.kind === 'literal' && { literal: arg.value }),
    ...(arg.kind === 'call' && arg.isArrayLiteral && { isLiteralArray: arg.arguments.every((element) => element.kind === 'literal') }),
    ...(arg.kind === 'lambda' && { parameters: arg.parameters.map(({ name }) => name) }),
  }));
}

function isRepeatable(bound: Bound): boolean {
  return bound.kind === 'field' ? isRepeatable(bound.row) : bound.kind === 'literal' || bound.kind === 'column' || bound.kind === 'lambda-parameter';
}

function printAggregate({ function: entry, arguments: args, distinct, filter, orderBy }: BoundAggregate, context: PrintContext): string {
  const sorts = orderBy.map((sort) => printSort(sort, context));
  return entry.print(endingWith(printed(args, context), sorts.length > 0 ? ` ORDER BY ${sorts.join(', ')}` : ''), {
    distinct, over: '', ...(filter && { filter: printExpression(filter, context) }),
  });
}

/** Words that belong to the call as a whole stand behind its last argument. */
function endingWith(args: readonly Printed[], words: string): readonly Printed[] {
  return words === '' ? args : args.map((arg, index) => (index === args.length - 1 ? { ...arg, sql: arg.sql + words } : arg));
}

function printWindow(bound: BoundWindow, context: PrintContext): string {
  const args = printed(bound.arguments, context);
  const partition = bound.partitionBy.map((key) => printExpression(key, context));
  const clauses = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    bound.orderBy.length > 0 ? `ORDER BY ${bound.orderBy.map((sort) => printSort(sort, context)).join(', ')}` : '',
    bound.frame === undefined ? '' : printFrame(bound.frame, context),
  ];
  const { function: entry } = bound;
  const over = ` OVER (${clauses.filter((clause) => clause !== '').join(' ')})`;
  if (entry.kind === 'window') return (bound.ignoresNulls ? ignoringNulls(entry.print(args, context)) : entry.print(args, context)) + over;
  return entry.print(args, { distinct: false, over, ...(bound.filter && { filter: printExpression(bound.filter, context) }) });
}

/** The words stand inside the brackets of a call. */
const ignoringNulls = (call: string) => call.replace(/\)$/, ' IGNORE NULLS)');

function printFrame({ unit, bounds }: BoundFrame, context: PrintContext): string {
  const texts = bounds.map(({ words, offset }) => (offset === undefined ? words : `${printExpression(offset, context)} ${words}`));
  return `${unit} BETWEEN ${texts.join(' AND ')}`;
}

/** One key of ORDER BY; a column of the select itself by its position. */
export function printSort({ expression, descending, nullsFirst }: BoundSort, context: PrintContext): string {
  const key = expression.kind === 'output' ? String(expression.index + 1) : printExpression(expression, context);
  return `${key} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

