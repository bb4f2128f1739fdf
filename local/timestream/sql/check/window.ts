/** OVER (...): whether the function may have a window, and the window's partitions, order and frame. */
import type { Expression, WindowSpecification } from '../ast';
import type { Bound, BoundSort } from '../bound';
import { findKind } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import type { FunctionEntry } from '../functions/function';
import { isComparable, isOrderable, typeName, type SqlType } from '../types';
import type { CallClauses } from './call-clauses';
import type { Check } from './expression';
import { checkFrame } from './frame';

interface WindowCall {
  readonly call: Extract<Expression, { kind: 'call' }>;
  readonly over: WindowSpecification;
  readonly entry: FunctionEntry;
  readonly arguments: readonly Bound[];
  readonly clauses: CallClauses;
  readonly returns: SqlType;
}

export function checkWindow({ call, over, entry, arguments: args, clauses: { filter, ignoresNulls }, returns }: WindowCall, check: Check): Bound {
  const { name, at } = call;
  if (entry.kind === 'scalar') throw new SqlError(at, `OVER is only allowed with aggregations and window functions: ${name}`);
  if (call.distinct) throw notSupportedYet(at, 'DISTINCT in a window function');
  if (entry.kind === 'aggregate' && entry.refusesWindow) throw notSupportedYet(at, `${entry.signature.text} as a window function`);
  const partitionBy = over.partitionBy.map(check);
  for (const key of partitionBy) {
    if (!isComparable(key.type)) throw new SqlError(key.at, `Type ${typeName(key.type)} is not comparable and cannot be used in PARTITION BY`);
  }
  const sorts = over.orderBy.map((item): BoundSort => ({ expression: check(item.expression), descending: item.descending, nullsFirst: item.nullsFirst }));
  for (const { expression } of sorts) {
    if (!isOrderable(expression.type)) throw new SqlError(expression.at, `Type ${typeName(expression.type)} is not orderable`);
  }
  if (entry.kind === 'window' && entry.needsOrder) refuseMisuse(over, name, at);
  const { orderBy, frame } = over.frame === undefined ? { orderBy: sorts, frame: undefined } : checkFrame(over.frame, sorts, over.at, check);
  const offsets = (frame?.bounds ?? []).flatMap(({ offset }) => offset ?? []);
  const inner = findKind([...args, ...partitionBy, ...orderBy.map((sort) => sort.expression), ...offsets, ...(filter === undefined ? [] : [filter])], 'window');
  if (inner !== undefined) throw new SqlError(inner.at, 'Cannot nest window functions inside window function');
  return {
    kind: 'window', at, type: returns, function: entry, arguments: args, partitionBy, orderBy,
    ...(frame && { frame }), ...(filter && { filter }), ...(ignoresNulls !== undefined && { ignoresNulls }),
  };
}

/** lag and lead look along the order of the whole partition. */
function refuseMisuse(over: WindowSpecification, name: string, at: number): void {
  if (over.orderBy.length === 0) throw new SqlError(at, `${name} function requires an ORDER BY window clause`);
  if (over.frame !== undefined) throw new SqlError(over.at, `Cannot specify window frame for ${name} function`);
}
