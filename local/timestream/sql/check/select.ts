/** One SELECT with the ORDER BY that belongs to it: columns, groups, and what each clause may refer to. */
import type { Expression, Select, SelectItem, SortItem, Span } from '../ast';
import type { Bound, BoundOutput, BoundSelect, BoundSort } from '../bound';
import { findKind } from '../bound-tree';
import { SqlError } from '../errors';
import { isComparable, isOrderable, typeName } from '../types';
import { checkCondition, refuseAggregates } from './condition';
import { checkExpression, type Checking } from './expression';
import { checkGroupBy, type CheckedGroupBy } from './group-by';
import { groupsOf, overGroups, sameText, type Groups } from './grouping';
import { isGroupingOperation } from './grouping-operation';
import { namedWindows } from './named-window';
import { onlyNewestRows } from './newest-rows';
import { checkRelation } from './relation';
import { readColumn, starColumns, type Scope } from './scope';
import type { Surroundings } from './surroundings';
import { noteNewestRows, noteTimeFilters } from './time-filters';

interface CheckedSelect {
  readonly select: BoundSelect;
  readonly orderBy: readonly BoundSort[];
}

/** `quoted` is how messages call a column that `*` brought in. */
type SpannedOutput = BoundOutput & Span & { readonly quoted?: string };

/** @param text the query text, for messages that quote an expression */
export function checkSelect(select: Select, orderBy: readonly SortItem[], text: string, around: Surroundings): CheckedSelect {
  const from = select.from === undefined ? undefined : checkRelation(select.from, around);
  const scope = from?.scope ?? [];
  const where = select.where === undefined ? undefined : checkCondition(select.where, { scope, around }, 'WHERE');
  if (where !== undefined) {
    refuseAggregates([where], 'WHERE clause');
    noteTimeFilters(where, around.scans);
  }
  const checking: Checking = { scope, around, windows: namedWindows(select.windows) };
  refuseUnknown(select.windows, checking);
  const outputs = select.items.flatMap((item) => checkItem(item, checking));
  const { keys, sets }: CheckedGroupBy = select.groupBy === undefined ? { keys: [] } : checkGroupBy(select.groupBy, (key) => checkKey(key, scope, outputs, around));
  const having = select.having === undefined ? undefined : checkCondition(select.having.expression, { scope, around }, 'HAVING');
  if (having !== undefined) refuseWindows(having);
  const sorts = orderBy.map((item) => checkSort(item, outputs, checking));

  const rows: BoundSelect = {
    kind: 'select', distinct: select.distinct, outputs,
    ...(from && { from: from.relation }), ...(where && { where }),
  };
  const isGrouped = select.groupBy !== undefined || having !== undefined
    || findKind([...outputs, ...sorts].map(({ expression }) => expression), 'aggregate') !== undefined;
  if (!isGrouped) return distinctRows({ select: rows, orderBy: sorts });

  const groups = groupsOf(keys, around.freshName('g'));
  const quote = (bound: Bound, { start, end, quoted }: Span & { quoted?: string }, written: readonly BoundOutput[] = []) =>
    overGroups(bound, groups, written, { text: quoted ?? text.slice(start, end), at: start });
  const grouped = outputs.map((output) => ({ ...output, expression: quote(output.expression, output) }));
  const condition = having && select.having && quote(having, select.having);
  const ordered = sorts.map((sort, index) => {
    const item = orderBy[index];
    return item === undefined ? sort : { ...sort, expression: quote(sort.expression, item, grouped) };
  });
  refuseUngrouped(groups);
  const newest = sets === undefined ? onlyNewestRows({ from: from?.relation, where, keys, aggregates: groups.aggregates }) : undefined;
  if (newest !== undefined && from !== undefined) noteNewestRows(from.relation, newest.sinceNs, around.scans);
  const bounded = (output: BoundOutput, index: number): BoundOutput =>
    (newest?.isNewestTime(outputs[index]?.expression ?? output.expression) ? { ...output, atLeastNs: newest.sinceNs } : output);
  return distinctRows({
    select: { ...rows, ...(newest && { where: newest.where }), outputs: newest === undefined ? grouped : grouped.map(bounded), grouping: { alias: groups.alias, keys, aggregates: groups.aggregates, ...(sets && { sets }) }, ...(condition && { having: condition }) },
    orderBy: ordered,
  });
}

/** A window is checked even if nothing uses it. */
function refuseUnknown(windows: Select['windows'], checking: Checking): void {
  for (const { specification: { partitionBy, orderBy } } of windows) {
    for (const expression of [...partitionBy, ...orderBy.map((item) => item.expression)]) checkExpression(expression, checking);
  }
}

function checkItem(item: SelectItem, checking: Checking): SpannedOutput[] {
  const { start, end } = item;
  if (item.kind === 'star') {
    return starColumns(checking.scope, item.qualifier, start).map((column) => ({
      expression: readColumn(column, start), start, end, ...(column.name !== undefined && { name: column.name, quoted: column.name }),
    }));
  }
  const name = item.alias?.text ?? (item.expression.kind === 'name' ? item.expression.parts.at(-1)?.text : undefined);
  return [{
    expression: checkExpression(item.expression, checking), start, end,
    ...(name !== undefined && { name }), ...(item.alias && { aliased: true }),
  }];
}

/** An ordinal of GROUP BY or ORDER BY as the column it means. */
function ordinal(expression: Expression, outputs: readonly BoundOutput[], clause: string): number | undefined {
  if (expression.kind !== 'integer') return undefined;
  const index = Number(expression.value) - 1;
  if (outputs[index] === undefined) throw new SqlError(expression.at, `${clause} position ${expression.value} is not in select list`);
  return index;
}

/** GROUP BY knows the columns of FROM and positions, not the aliases of the select. */
function checkKey(expression: Expression, scope: Scope, outputs: readonly BoundOutput[], around: Surroundings): Bound {
  const position = ordinal(expression, outputs, 'GROUP BY');
  const key = (position === undefined ? undefined : outputs[position]?.expression) ?? checkExpression(expression, { scope, around });
  refuseAggregates([key], 'GROUP BY clause');
  if (!isComparable(key.type)) throw new SqlError(expression.at, `${typeName(key.type)} is not comparable, and therefore cannot be used in GROUP BY`);
  return key;
}

/** GROUPING speaks of the keys of its own query. */
function refuseUngrouped({ aggregates, keyTexts }: Groups): void {
  const columns = aggregates.filter(isGroupingOperation).flatMap((operation) => operation.arguments);
  const unlike = columns.find((column) => !keyTexts.includes(sameText(column)));
  if (unlike !== undefined) throw new SqlError(unlike.at, 'The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level');
}

function refuseWindows(having: Bound): void {
  const found = findKind([having], 'window');
  if (found !== undefined) throw new SqlError(found.at, 'HAVING clause cannot contain window functions');
}

function checkSort(item: SortItem, outputs: readonly BoundOutput[], checking: Checking): BoundSort {
  const { expression: written, descending, nullsFirst } = item;
  const position = ordinal(written, outputs, 'ORDER BY');
  const expression = position === undefined
    ? checkExpression(written, { ...checking, outputs: (name) => outputNamed(name, outputs, item.start) })
    : outputAt(position, outputs, written.at);
  if (!isOrderable(expression.type)) {
    throw new SqlError(written.at, `Type ${typeName(expression.type)} is not orderable, and therefore cannot be used in ORDER BY`);
  }
  return { expression, descending, nullsFirst };
}

function outputAt(index: number, outputs: readonly BoundOutput[], at: number): Bound {
  const output = outputs[index];
  if (output === undefined) throw new Error('an output that was just found');
  return { kind: 'output', at, type: output.expression.type, index, expression: output.expression };
}

function outputNamed(name: string, outputs: readonly BoundOutput[], at: number): Bound | undefined {
  const matches = outputs.flatMap((output, index) => (output.name === name ? [index] : []));
  const [first, second] = matches;
  if (second !== undefined) throw new SqlError(at, `Column '${name}' is ambiguous`);
  return first === undefined ? undefined : outputAt(first, outputs, at);
}

/** With DISTINCT, ORDER BY may use only what is selected. */
function distinctRows({ select, orderBy }: CheckedSelect): CheckedSelect {
  if (!select.distinct) return { select, orderBy };
  const unlike = select.outputs.find(({ expression }) => !isComparable(expression.type));
  if (unlike !== undefined) throw new SqlError(unlike.expression.at, `DISTINCT can only be applied to comparable types (actual: ${typeName(unlike.expression.type)})`);
  const texts = select.outputs.map(({ expression }) => sameText(expression));
  return {
    select,
    orderBy: orderBy.map((sort) => {
      if (sort.expression.kind === 'output') return sort;
      const index = texts.indexOf(sameText(sort.expression));
      if (index < 0) throw new SqlError(sort.expression.at, 'For SELECT DISTINCT, ORDER BY expressions must appear in select list');
      return { ...sort, expression: outputAt(index, select.outputs, sort.expression.at) };
    }),
  };
}
