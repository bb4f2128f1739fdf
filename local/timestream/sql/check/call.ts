/** Function calls: which overload, whether it may stand here, and its window. */
import type { Expression, WindowFrame, WindowSpecification } from '../ast';
import { findKind, type Bound, type BoundSort } from '../bound';
import { notSupportedYet, SqlError } from '../errors';
import { functionTable } from '../functions';
import type { AggregateFunction, FunctionEntry, WindowFunction } from '../functions/function';
import type { Match } from '../functions/signature';
import { isComparable, isOrderable, sameType, typeName } from '../types';
import { coerce } from './coerce';
import type { Check } from './expression';
import { bestMatch } from './overload';

type Call = Extract<Expression, { kind: 'call' }>;

export function checkCall(call: Call, check: Check): Bound {
  const { name, at, over } = call;
  const overloads = functionTable.get(name);
  if (overloads === undefined) throw new SqlError(at, `Function ${name} not registered`);
  const args = call.arguments.map(check);
  const { entry, match } = chosen(call, overloads, args);
  if (entry.kind === 'future') throw notSupportedYet(at, entry.signature.text);
  const converted = args.map((arg, index) => coerce(arg, match.parameters[index] ?? arg.type));
  entry.check?.(converted);
  refuseWidened(call, args, match);
  if (call.distinct) checkDistinct(entry, converted, call);
  if (over !== undefined) return checkWindow(call, over, entry, converted, match, check);
  switch (entry.kind) {
    case 'scalar':
      refuseInside(name, converted);
      return { kind: 'call', at, type: match.returns, print: entry.print, arguments: converted, passesNaN: entry.passesNaN };
    case 'aggregate':
      refuseNesting(name, converted);
      return { kind: 'aggregate', at, type: match.returns, function: entry, arguments: converted, distinct: call.distinct };
    case 'window':
      throw new SqlError(at, `Window function ${name} requires an OVER clause`);
  }
}

function chosen(call: Call, overloads: readonly FunctionEntry[], args: readonly Bound[]): { entry: FunctionEntry; match: Match } {
  if (call.star && call.name !== 'count') throw new SqlError(call.at, `${call.name}(*) is not a function`);
  const types = args.map((arg) => arg.type);
  const found = bestMatch(overloads, types, true);
  if (found === undefined) {
    const expected = overloads.map((entry) => entry.signature.text).join(', ');
    throw new SqlError(call.at, `Unexpected parameters (${types.map(typeName).join(', ')}) for function ${call.name}. Expected: ${expected}`);
  }
  return found;
}

/** nullif answers its first argument as it was, which is lost when both had to become another type to be compared. */
function refuseWidened({ name }: Call, [first]: readonly Bound[], { parameters: [wanted] }: Match): void {
  if (name !== 'nullif' || first === undefined || wanted === undefined || first.type.kind === 'unknown' || sameType(first.type, wanted)) return;
  throw notSupportedYet(first.at, `nullif of ${typeName(first.type)} and ${typeName(wanted)}`);
}

function checkDistinct(entry: FunctionEntry, args: readonly Bound[], { name, at }: Call): void {
  if (entry.kind !== 'aggregate' || entry.refusesDistinct) throw notSupportedYet(at, `DISTINCT in ${name}`);
  const unlike = args.find((arg) => !isComparable(arg.type));
  if (unlike !== undefined) throw new SqlError(unlike.at, `DISTINCT can only be applied to comparable types (actual: ${typeName(unlike.type)})`);
}

/** TRY is DuckDB's own, which takes neither aggregates nor windows inside. */
function refuseInside(name: string, args: readonly Bound[]): void {
  if (name !== 'try') return;
  const inner = findKind(args, 'window');
  if (inner !== undefined) throw notSupportedYet(inner.at, 'A window function inside try');
}

function refuseNesting(name: string, args: readonly Bound[]): void {
  const inner = findKind(args, 'aggregate', 'window', 'output');
  if (inner === undefined) return;
  if (inner.kind === 'output') throw notSupportedYet(inner.at, 'An aggregate over a column of the same SELECT');
  throw new SqlError(inner.at, inner.kind === 'window'
    ? `Cannot nest window functions inside aggregation '${name}'`
    : `Cannot nest aggregations inside aggregation '${name}'`);
}

function checkWindow(
  call: Call, over: WindowSpecification, entry: Exclude<FunctionEntry, { kind: 'future' }>, args: readonly Bound[], match: Match, check: Check,
): Bound {
  const { name, at } = call;
  if (entry.kind === 'scalar') throw new SqlError(at, `OVER is only allowed with aggregations and window functions: ${name}`);
  if (call.distinct) throw notSupportedYet(at, 'DISTINCT in a window function');
  if (entry.kind === 'aggregate' && entry.refusesWindow) throw notSupportedYet(at, `${entry.signature.text} as a window function`);
  const partitionBy = over.partitionBy.map(check);
  const orderBy = over.orderBy.map((item): BoundSort => ({ expression: check(item.expression), descending: item.descending, nullsFirst: item.nullsFirst }));
  for (const key of partitionBy) {
    if (!isComparable(key.type)) throw new SqlError(key.at, `Type ${typeName(key.type)} is not comparable and cannot be used in PARTITION BY`);
  }
  for (const { expression } of orderBy) {
    if (!isOrderable(expression.type)) throw new SqlError(expression.at, `Type ${typeName(expression.type)} is not orderable`);
  }
  refuseMisuse(entry, over, name, at);
  const inner = findKind([...args, ...partitionBy, ...orderBy.map((sort) => sort.expression)], 'window');
  if (inner !== undefined) throw new SqlError(inner.at, 'Cannot nest window functions inside window function');
  return { kind: 'window', at, type: match.returns, function: entry, arguments: args, partitionBy, orderBy, frame: frameText(over.frame, orderBy.length, over.at) };
}

/** lag and lead look along the order of the whole partition. */
function refuseMisuse(entry: AggregateFunction | WindowFunction, over: WindowSpecification, name: string, at: number): void {
  if (entry.kind !== 'window' || !entry.needsOrder) return;
  if (over.orderBy.length === 0) throw new SqlError(at, `${name} function requires an ORDER BY window clause`);
  if (over.frame !== undefined) throw new SqlError(over.at, `Cannot specify window frame for ${name} function`);
}

/** The order in which the bounds of a frame lie. */
const frameBounds = ['unbounded preceding', 'preceding', 'current row', 'following', 'unbounded following'];

const LONGEST_OFFSET = 2n ** 63n - 1n;

function frameText(frame: WindowFrame | undefined, sortKeys: number, at: number): string {
  if (frame === undefined) return '';
  if (frame.unit === 'RANGE' && sortKeys === 0) throw notSupportedYet(at, 'A RANGE frame without ORDER BY');
  const bounds = [frame.start, frame.end].map((bound) => {
    if (!('rows' in bound)) return bound.kind.toUpperCase();
    if (bound.rows.kind !== 'integer') throw notSupportedYet(bound.rows.at, 'A frame offset that is not a literal');
    if (bound.rows.value > LONGEST_OFFSET) throw new SqlError(bound.rows.at, `Invalid numeric literal: ${bound.rows.value}`);
    return `${bound.rows.value} ${bound.kind.toUpperCase()}`;
  });
  if (frame.start.kind === 'unbounded following') throw new SqlError(at, 'Window frame start cannot be UNBOUNDED FOLLOWING');
  if (frame.end.kind === 'unbounded preceding') throw new SqlError(at, 'Window frame end cannot be UNBOUNDED PRECEDING');
  if (frameBounds.indexOf(frame.start.kind) > frameBounds.indexOf(frame.end.kind)) {
    throw new SqlError(at, `Window frame starting from ${frame.start.kind.toUpperCase()} cannot end with ${frame.end.kind.toUpperCase()}`);
  }
  return `${frame.unit} BETWEEN ${bounds.join(' AND ')}`;
}
