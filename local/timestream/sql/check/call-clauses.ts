/** What may stand behind the arguments of a call: ORDER BY, FILTER and IGNORE NULLS; call.ts asks before OVER. */
import type { Expression } from '../ast';
import type { Bound, BoundSort } from '../bound';
import { findKind } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import type { FunctionEntry } from '../functions/function';
import { isOrderable, scalar, typeName } from '../types';
import { coerce } from './coerce';
import type { Check } from './expression';
import { sameText } from './grouping';

type Call = Extract<Expression, { kind: 'call' }>;

export interface CallClauses {
  readonly filter?: Bound;
  readonly orderBy: readonly BoundSort[];
  readonly ignoresNulls?: boolean;
}

/** The functions that look at single rows of their window. */
const takesNulls = ['first_value', 'last_value', 'nth_value', 'lead', 'lag'];

/** The only aggregate whose result depends on the order of its rows. */
const ORDERED = 'array_agg';

export function checkCallClauses(call: Call, entry: FunctionEntry, args: readonly Bound[], check: Check): CallClauses {
  const { name, at, ignoresNulls } = call;
  const filter = call.filter && checkFilter(call.filter, call, entry, check);
  const sorts = call.orderBy === undefined ? [] : checkOrder(call.orderBy, call, entry, args, check);
  if (ignoresNulls !== undefined && !takesNulls.includes(name)) throw new SqlError(at, `Cannot specify null treatment clause for ${name} function`);
  return { orderBy: name === ORDERED ? sorts : [], ...(filter && { filter }), ...(ignoresNulls !== undefined && { ignoresNulls }) };
}

function checkFilter(written: Expression, { name, at }: Call, entry: FunctionEntry, check: Check): Bound {
  if (entry.kind !== 'aggregate') throw new SqlError(at, `Filter is only valid for aggregation functions: ${name} is none`);
  if (entry.refusesWindow) throw notSupportedYet(at, `FILTER of ${entry.signature.text}`);
  const filter = check(written);
  if (filter.type.kind !== 'boolean' && filter.type.kind !== 'unknown') {
    throw new SqlError(filter.at, `FILTER clause must evaluate to a boolean: actual type ${typeName(filter.type)}`);
  }
  refuseAggregates(filter, 'FILTER');
  return coerce(filter, scalar('boolean'));
}

function checkOrder(orderBy: NonNullable<Call['orderBy']>, { name, at, over, distinct }: Call, entry: FunctionEntry, args: readonly Bound[], check: Check): BoundSort[] {
  if (entry.kind !== 'aggregate') throw new SqlError(at, `ORDER BY is only valid for aggregation functions: ${name} is none`);
  if (over !== undefined) throw new SqlError(at, 'Window function with ORDER BY is not supported');
  const texts = args.map(sameText);
  return orderBy.flatMap((item) => {
    const expression = check(item.expression);
    refuseAggregates(expression, 'ORDER BY inside a function');
    if (!isOrderable(expression.type)) throw new SqlError(expression.at, `Type ${typeName(expression.type)} is not orderable, and therefore cannot be used in ORDER BY`);
    if (distinct && !texts.includes(sameText(expression))) {
      throw new SqlError(expression.at, 'For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments');
    }
    // A constant orders nothing.
    return expression.kind === 'literal' ? [] : [{ expression, descending: item.descending, nullsFirst: item.nullsFirst }];
  });
}

function refuseAggregates(bound: Bound, clause: string): void {
  const found = findKind([bound], 'aggregate', 'window', 'output');
  if (found?.kind === 'output') throw notSupportedYet(found.at, 'An aggregate over a column of the same SELECT');
  if (found !== undefined) throw new SqlError(found.at, `${clause} cannot contain aggregations, window functions or grouping operations`);
}
