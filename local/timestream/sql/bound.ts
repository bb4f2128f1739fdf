/** The checked tree: every name resolved and every type known; made by check/, turned into DuckDB SQL by print/. */
import type { TableEntry } from '../catalog';
import type { JoinKind } from './ast';
import type { Offset } from './errors';
import type { AggregateFunction, Print, WindowFunction } from './functions/function';
import type { SqlType } from './types';

/**
 * A literal as DuckDB will hold it: timestamps and day-to-second intervals in nanoseconds, year-to-month
 * intervals in months, times in nanoseconds of the day, dates in days since the epoch.
 */
export type LiteralValue = bigint | number | string | boolean | null;

export type Bound = { readonly type: SqlType; readonly at: Offset } & (
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  | BoundColumn
  /** A column of the select itself, as ORDER BY refers to it. */
  | { readonly kind: 'output'; readonly index: number; readonly expression: Bound }
  | {
    readonly kind: 'call';
    readonly print: Print;
    readonly arguments: readonly Bound[];
    /** True when the result can be NaN only if an argument is; arithmetic can make one from numbers. */
    readonly passesNaN: boolean;
    /** ARRAY[...]: its elements may still change their type. */
    readonly isArrayLiteral?: true;
    /** AND: each argument must hold by itself. */
    readonly isConjunction?: true;
  }
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction; readonly arguments: readonly Bound[]; readonly distinct: boolean }
  | BoundWindow
);

export interface BoundColumn {
  readonly kind: 'column';
  readonly relation: string;
  readonly column: string;
  /** Stored doubles are never NaN; computed ones may be. */
  readonly mayBeNaN: boolean;
}

export interface BoundWindow {
  readonly kind: 'window';
  readonly function: AggregateFunction | WindowFunction;
  readonly arguments: readonly Bound[];
  readonly partitionBy: readonly Bound[];
  readonly orderBy: readonly BoundSort[];
  /** In DuckDB's words, which are the standard's. */
  readonly frame: string;
}

export interface BoundSort {
  readonly expression: Bound;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type BoundRelation =
  | { readonly kind: 'table'; readonly entry: TableEntry; readonly alias: string }
  | { readonly kind: 'query'; readonly query: BoundQuery; readonly alias: string }
  | { readonly kind: 'common-table'; readonly name: string; readonly alias: string }
  | { readonly kind: 'join'; readonly join: JoinKind; readonly left: BoundRelation; readonly right: BoundRelation; readonly on?: Bound };

/** A column of a result: unnamed ones are `_col0`, `_col1` by position. */
export interface BoundOutput {
  readonly name?: string;
  readonly expression: Bound;
}

export interface BoundSelect {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly from?: BoundRelation;
  readonly where?: Bound;
  /** When set, having, outputs and ORDER BY speak of the columns of relation GROUPED only. */
  readonly grouping?: { readonly keys: readonly Bound[]; readonly aggregates: readonly Bound[] };
  readonly having?: Bound;
  readonly outputs: readonly BoundOutput[];
}

/** Both sides select from themselves under the name COMBINED, with the types of the whole. */
export interface BoundSet {
  readonly kind: 'set';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly sides: readonly { readonly query: BoundQuery; readonly outputs: readonly BoundOutput[] }[];
}

export interface BoundQuery {
  readonly commonTables: readonly { readonly name: string; readonly query: BoundQuery }[];
  readonly body: BoundSelect | BoundSet | { readonly kind: 'nested'; readonly query: BoundQuery };
  readonly orderBy: readonly BoundSort[];
  readonly limit?: bigint;
  readonly columns: readonly { readonly name?: string; readonly type: SqlType; readonly mayBeNaN: boolean }[];
}

/** Aliases of the layers that a query prints as; only ever visible one level up. */
export const GROUPED = 'grouped';
export const COMBINED = 'combined';

export const keyColumn = (index: number): string => `k${index}`;
export const aggregateColumn = (index: number): string => `a${index}`;
export const outputColumn = (index: number): string => `c${index}`;

/** The expressions directly below one. */
export function childrenOf(bound: Bound): readonly Bound[] {
  switch (bound.kind) {
    case 'literal':
    case 'column':
      return [];
    case 'output':
      return [bound.expression];
    case 'call':
    case 'aggregate':
      return bound.arguments;
    case 'window':
      return [...bound.arguments, ...bound.partitionBy, ...bound.orderBy.map((sort) => sort.expression)];
  }
}

/** The first expression of these kinds, outermost first. */
export function findKind(bounds: readonly Bound[], ...kinds: readonly Bound['kind'][]): Bound | undefined {
  for (const bound of bounds) {
    const found = kinds.includes(bound.kind) ? bound : findKind(childrenOf(bound), ...kinds);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same expression over replaced children. */
export function mapChildren(bound: Bound, replace: (child: Bound) => Bound): Bound {
  switch (bound.kind) {
    case 'literal':
    case 'column':
    case 'output':
      return bound;
    case 'call':
    case 'aggregate':
      return { ...bound, arguments: bound.arguments.map(replace) };
    case 'window':
      return {
        ...bound,
        arguments: bound.arguments.map(replace),
        partitionBy: bound.partitionBy.map(replace),
        orderBy: bound.orderBy.map((sort) => ({ ...sort, expression: replace(sort.expression) })),
      };
  }
}

/** Whether a double can be NaN, which DuckDB compares unlike the service (there NaN equals and exceeds nothing). */
export function mayBeNaN(bound: Bound): boolean {
  if (bound.type.kind !== 'double') return false;
  switch (bound.kind) {
    case 'literal':
      return false;
    case 'column':
      return bound.mayBeNaN;
    case 'output':
      return mayBeNaN(bound.expression);
    case 'call':
      return !bound.passesNaN || bound.arguments.some(mayBeNaN);
    case 'aggregate':
    case 'window':
      return bound.arguments.some(mayBeNaN);
  }
}
