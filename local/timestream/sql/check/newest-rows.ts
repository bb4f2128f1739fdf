/**
 * Reading only new rows for "latest" questions: max(time) and max_by(x, time) of groups of whole series depend on
 * nothing but the newest row of each series, so rows from before the newest of every series need not be read.
 */
import type { TableEntry } from '../../catalog';
import type { Bound, BoundAggregate, BoundRelation } from '../bound';
import { childrenOf, findKind, findVolatile } from '../bound-tree';
import { scalar } from '../types';
import { literal } from './coerce';
import { checkComparison, conjunction } from './predicate';
import { termsOf, timeColumn } from './time-filters';

interface GroupedRows {
  readonly from: BoundRelation | undefined;
  readonly where: Bound | undefined;
  readonly keys: readonly Bound[];
  readonly aggregates: readonly Bound[];
}

interface NewestRows {
  readonly where: Bound;
  /** No newest time is before it. */
  readonly sinceNs: bigint;
  /** Whether an expression of the select is the newest time. */
  readonly isNewestTime: (bound: Bound) => boolean;
}

/** The WHERE of a grouped select with a bound on time; undefined when that would change an answer. */
export function onlyNewestRows({ from, where, keys, aggregates }: GroupedRows): NewestRows | undefined {
  if (from?.kind !== 'table' || aggregates.length === 0) return undefined;
  const { entry, alias } = from;
  const terms = where === undefined ? [] : termsOf(where);
  const time = timeColumn(entry);
  const isTime = (bound: Bound | undefined) => bound?.kind === 'column' && bound.relation === alias && bound.column === time?.physical;
  const dependsOnNewest = keys.every((key) => isOfSeries(key, entry, alias))
    && aggregates.every((aggregate) => aggregate.kind === 'aggregate' && isOfNewest(aggregate, isTime))
    && terms.every((term) => isOfSeries(term, entry, alias) || isLowerBound(term, isTime));
  const sinceNs = dependsOnNewest ? entry.everySeriesSinceNs?.() : undefined;
  if (time === undefined || sinceNs === undefined) return undefined;
  const at = where?.at ?? 0;
  const column: Bound = { kind: 'column', at, type: scalar('timestamp'), relation: alias, column: time.physical, mayBeNaN: false };
  return {
    where: conjunction([...terms, notBefore(column, sinceNs)], at),
    sinceNs,
    isNewestTime: (bound) => bound.kind === 'aggregate' && bound.arguments.every(isTime),
  };
}

/** What follows from the terms of a condition: a time that equals one of the newest is not before any of them either. */
export function impliedBounds(condition: Bound): readonly Bound[] {
  return termsOf(condition).flatMap((term) => {
    if (term.kind !== 'call' || term.comparison !== '=') return [];
    const [left, right] = term.arguments;
    if (left === undefined || right === undefined) return [];
    return [...implied(left, atLeastNs(right)), ...implied(right, atLeastNs(left))];
  });
}

function implied(bound: Bound, sinceNs: bigint | undefined): readonly Bound[] {
  return bound.kind === 'column' && sinceNs !== undefined && sinceNs > (bound.atLeastNs ?? 0n) ? [notBefore(bound, sinceNs)] : [];
}

function atLeastNs(bound: Bound): bigint | undefined {
  if (bound.kind === 'subquery' && bound.form.kind === 'scalar') return bound.query.columns[0]?.atLeastNs;
  return bound.kind === 'column' ? bound.atLeastNs : undefined;
}

function notBefore(column: Bound, sinceNs: bigint): Bound {
  return checkComparison('>=', column, literal(column.at, scalar('timestamp'), sinceNs), column.at);
}

/** The same for all rows of a series. */
function isOfSeries(bound: Bound, entry: TableEntry, alias: string): boolean {
  if (findKind([bound], 'subquery', 'outer', 'lambda') !== undefined || findVolatile([bound]) !== undefined) return false;
  if (bound.kind !== 'column') return childrenOf(bound).every((child) => isOfSeries(child, entry, alias));
  const attribute = entry.columns.find(({ physical }) => physical === bound.column)?.attribute;
  return bound.relation === alias && (attribute === 'DIMENSION' || attribute === 'MEASURE_NAME');
}

/** max(time) or max_by(column, time); an expression could fail for an old row, and that must show. */
function isOfNewest({ function: { signature }, arguments: args, distinct, filter, orderBy }: BoundAggregate, isTime: (bound: Bound | undefined) => boolean): boolean {
  if (distinct || filter !== undefined || orderBy.length > 0) return false;
  const [first, second, ...others] = args;
  if (signature.name === 'max') return second === undefined && isTime(first);
  return signature.name === 'max_by' && first?.kind === 'column' && isTime(second) && others.length === 0;
}

/** `time > constant`: when the newest row of a series does not pass, none does. */
function isLowerBound(term: Bound, isTime: (bound: Bound | undefined) => boolean): boolean {
  if (term.kind !== 'call' || term.comparison === undefined) return false;
  const [left, right] = term.arguments;
  if (term.comparison === '>' || term.comparison === '>=') return isTime(left) && right !== undefined && isConstant(right);
  return (term.comparison === '<' || term.comparison === '<=') && isTime(right) && left !== undefined && isConstant(left);
}

function isConstant(bound: Bound): boolean {
  return (bound.kind === 'literal' || bound.kind === 'call') && findVolatile([bound]) === undefined && childrenOf(bound).every(isConstant);
}
