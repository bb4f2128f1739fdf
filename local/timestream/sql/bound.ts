/** The checked tree: every name resolved and every type known; made by check/, turned into DuckDB SQL by print/. */
import type { TableEntry } from '../catalog';
import type { ComparisonOperator, JoinKind, Quantifier, WindowFrame } from './ast';
import type { Offset } from './errors';
import type { AggregateFunction, Fold, Print, WindowFunction } from './functions/function';
import type { SqlType } from './types';

/**
 * A literal as DuckDB will hold it: timestamps and day-to-second intervals in nanoseconds, year-to-month
 * intervals in months, times in nanoseconds of the day, dates in days since the epoch.
 */
export type LiteralValue = bigint | number | string | boolean | null;

export type Bound = { readonly type: SqlType; readonly at: Offset } & (
  | {
    readonly kind: 'literal';
    readonly value: LiteralValue;
    /** A parameter without a value hears here which type it has to have. */
    readonly infer?: (type: SqlType) => void;
  }
  | BoundColumn
  /** A column of the select itself, as ORDER BY refers to it. */
  | { readonly kind: 'output'; readonly index: number; readonly expression: Bound }
  | {
    readonly kind: 'call';
    readonly print: Print;
    readonly arguments: readonly Bound[];
    /** True when the result can be NaN only if an argument is; arithmetic can make one from numbers. */
    readonly passesNaN: boolean;
    /** Another answer each time it is asked. */
    readonly isVolatile?: true;
    /** ARRAY[...]: its elements may still change their type. */
    readonly isArrayLiteral?: true;
    /** AND: each argument must hold by itself. */
    readonly isConjunction?: true;
    /** Which comparison of its two arguments it is. */
    readonly comparison?: ComparisonOperator;
    /** BETWEEN, of the first argument. */
    readonly isBetween?: true;
    /** Its value when those of its arguments are known. */
    readonly fold?: Fold;
    /** IN: whether the first argument equals one of the others. */
    readonly isMembership?: true;
  }
  /** What a subquery reads of the query around it: one of the captures of the innermost subquery expression. */
  | { readonly kind: 'outer'; readonly capture: number; readonly mayBeNaN: boolean }
  | BoundSubquery
  /** A field of a row, by its place. */
  | { readonly kind: 'field'; readonly row: Bound; readonly index: number }
  | { readonly kind: 'lambda'; readonly parameters: readonly BoundParameter[]; readonly body: Bound }
  | BoundParameter
  | BoundAggregate
  | BoundWindow
);

/**
 * A parameter of a lambda expression, under a name that nothing else around is printed under. What DuckDB hands to
 * that name is a struct, with the value in the field of the parameter's place (see parameterField).
 */
export interface BoundParameter {
  readonly kind: 'lambda-parameter';
  readonly name: string;
  readonly index: number;
}

/** How a subquery stands in an expression; `operand` is compared with its only column, which has the same type. */
export type SubqueryForm =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'quantified'; readonly operator: ComparisonOperator; readonly quantifier: Quantifier };

export interface BoundSubquery {
  readonly kind: 'subquery';
  readonly form: SubqueryForm;
  readonly query: BoundQuery;
  /** Names its rows when they are compared one by one. */
  readonly alias: string;
  /** Empty but for a quantified form. */
  readonly operand: readonly Bound[];
  /** What it reads of the query around it, as expressions of that query. */
  readonly captures: readonly Bound[];
}

export interface BoundColumn {
  readonly kind: 'column';
  readonly relation: string;
  readonly column: string;
  /** Stored doubles are never NaN; computed ones may be. */
  readonly mayBeNaN: boolean;
  /** A time that no value lies before. */
  readonly atLeastNs?: bigint;
}

export interface BoundAggregate {
  readonly kind: 'aggregate';
  readonly function: AggregateFunction;
  readonly arguments: readonly Bound[];
  readonly distinct: boolean;
  /** The rows that it takes. */
  readonly filter?: Bound;
  /** The order in which it takes them, where that matters. */
  readonly orderBy: readonly BoundSort[];
}

export interface BoundWindow {
  readonly kind: 'window';
  readonly function: AggregateFunction | WindowFunction;
  readonly arguments: readonly Bound[];
  readonly filter?: Bound;
  readonly ignoresNulls?: boolean;
  readonly partitionBy: readonly Bound[];
  readonly orderBy: readonly BoundSort[];
  readonly frame?: BoundFrame;
}

export interface BoundFrame {
  readonly unit: WindowFrame['unit'];
  /** Start and end, in DuckDB's words, which are the standard's; the offset comes first. */
  readonly bounds: readonly { readonly words: string; readonly offset?: Bound }[];
}

export interface BoundSort {
  readonly expression: Bound;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Rows under an alias of their own. */
export type BoundSource = Exclude<BoundRelation, { readonly kind: 'join' | 'lateral' | 'sample' }>;

export type BoundRelation =
  | { readonly kind: 'table'; readonly entry: TableEntry; readonly alias: string }
  | { readonly kind: 'query'; readonly query: BoundQuery; readonly alias: string }
  /** A subquery that is evaluated for each row of what stands before it. */
  | { readonly kind: 'lateral'; readonly query: BoundQuery; readonly alias: string; readonly captures: readonly Bound[] }
  /** Each row with the probability. */
  | { readonly kind: 'sample'; readonly relation: BoundSource; readonly share: number }
  | { readonly kind: 'common-table'; readonly name: string; readonly alias: string }
  | BoundUnnest
  | { readonly kind: 'join'; readonly join: JoinKind; readonly left: BoundRelation; readonly right: BoundRelation; readonly on?: Bound };

/** The elements of lists as rows, beside the row they come from: the columns are what is kept, then the elements. */
export interface BoundUnnest {
  readonly kind: 'unnest';
  readonly alias: string;
  readonly from?: BoundRelation;
  readonly kept: readonly Bound[];
  readonly lists: readonly Bound[];
  /** For each list, the fields of its elements that become columns; undefined is the element itself. */
  readonly elements: readonly (readonly (string | undefined)[])[];
  readonly keepsRows: boolean;
  /** Whether one more column counts the elements of each row. */
  readonly withOrdinality: boolean;
}

/** A column of a result: unnamed ones are `_col0`, `_col1` by position. */
export interface BoundOutput {
  readonly name?: string;
  /** Whether the query gave the name. */
  readonly aliased?: boolean;
  readonly expression: Bound;
  /** A time that no value lies before. */
  readonly atLeastNs?: bigint;
}

export interface BoundSelect {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly from?: BoundRelation;
  readonly where?: Bound;
  /** When set, having, outputs and ORDER BY speak of the columns of this relation only. */
  readonly grouping?: BoundGrouping;
  readonly having?: Bound;
  readonly outputs: readonly BoundOutput[];
}

export interface BoundGrouping {
  readonly alias: string;
  readonly keys: readonly Bound[];
  readonly aggregates: readonly Bound[];
  /** The keys of each grouping set, by their position; undefined for one set of all keys. */
  readonly sets?: readonly (readonly number[])[];
}

/** All sides select from themselves under their alias, with the types of the whole. */
export interface BoundSet {
  readonly kind: 'set';
  readonly alias: string;
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly sides: readonly { readonly alias: string; readonly query: BoundQuery; readonly outputs: readonly BoundOutput[] }[];
}

/** VALUES, each row with the types of the whole. */
export interface BoundValues {
  readonly kind: 'values';
  readonly alias: string;
  readonly rows: readonly (readonly Bound[])[];
}

export interface BoundCommonTable {
  readonly name: string;
  readonly query: BoundQuery;
  /** Of a table that reads itself: one step, which reads the rows of the step before under this name. */
  readonly step?: { readonly previous: string; readonly query: BoundQuery };
}

export interface BoundQueryColumn {
  readonly name?: string;
  readonly type: SqlType;
  readonly mayBeNaN: boolean;
  /** A time that no value lies before. */
  readonly atLeastNs?: bigint;
}

export interface BoundQuery {
  readonly commonTables: readonly BoundCommonTable[];
  readonly body: BoundSelect | BoundSet | BoundValues | { readonly kind: 'nested'; readonly alias: string; readonly query: BoundQuery };
  readonly orderBy: readonly BoundSort[];
  readonly offset?: bigint;
  readonly limit?: bigint;
  readonly withTies: boolean;
  readonly columns: readonly BoundQueryColumn[];
}

export const keyColumn = (index: number): string => `k${index}`;
export const aggregateColumn = (index: number): string => `a${index}`;
export const outputColumn = (index: number): string => `c${index}`;
export const rowField = (index: number): string => `f${index}`;
export const parameterField = (index: number): string => `v${index}`;
