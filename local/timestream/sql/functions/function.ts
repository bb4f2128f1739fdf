/** What one entry of the function table is: a signature, and how a call is written in DuckDB's SQL. */
import type { Bound, LiteralValue } from '../bound';
import type { SqlType } from '../types';
import { parseSignature, type Signature } from './signature';

/** What is fixed for a whole query. */
export interface QueryClock {
  /** now(), the same everywhere in one query: nanoseconds since the epoch. */
  readonly nowNs: bigint;
}

/** An argument as DuckDB SQL; of a lambda expression, its body. */
export interface Printed {
  readonly sql: string;
  readonly type: SqlType;
  /** True when the text is a column, a literal or a parameter, so that writing it twice costs nothing. */
  readonly repeatable: boolean;
  readonly mayBeNaN: boolean;
  /** True of a time that is never before the epoch. */
  readonly isFromEpoch?: boolean;
  /** The value of a literal. */
  readonly literal?: LiteralValue;
  /** True for ARRAY[...] of nothing but literals. */
  readonly isLiteralArray?: boolean;
  /** The names of a lambda expression's parameters; see BoundParameter for what they stand for. */
  readonly parameters?: readonly string[];
}

export type Print = (args: readonly Printed[], clock: QueryClock) => string;

/**
 * The value of a call, from those of its arguments, none of which is NULL; undefined when the call would fail. Only functions
 * that bounds of time are made of have one.
 */
export type Fold = (values: readonly LiteralValue[], clock: QueryClock) => LiteralValue | undefined;

/** A Print that names its arguments and needs no clock; their number has been checked. */
export function printArguments(print: (...args: Printed[]) => string): Print {
  return (args) => print(...args);
}

/** Refuses arguments by their values; throws SqlError. */
export type ArgumentCheck = (args: readonly Bound[]) => void;

interface Entry {
  readonly signature: Signature;
  readonly check?: ArgumentCheck;
}

export interface ScalarFunction extends Entry {
  readonly kind: 'scalar';
  readonly print: Print;
  readonly passesNaN: boolean;
  /** Another answer each time it is asked. */
  readonly isVolatile?: true;
  readonly fold?: Fold;
}

/** What a call of an aggregate adds to its arguments. */
export interface AggregatePlace {
  readonly distinct: boolean;
  /** The condition of FILTER. */
  readonly filter?: string;
  /** `OVER (...)`, or nothing. */
  readonly over: string;
}

function filterClause(...conditions: readonly (string | undefined)[]): string {
  const texts = conditions.filter((condition) => condition !== undefined);
  return texts.length === 0 ? '' : ` FILTER (WHERE ${texts.join(' AND ')})`;
}

/** One of DuckDB's aggregates, for rows that fulfil the condition, with the DISTINCT and OVER of the call it is part of. */
export type AggregateCall = (name: string, args: string, condition?: string) => string;

export interface AggregateFunction extends Entry {
  readonly kind: 'aggregate';
  readonly print: (args: readonly Printed[], place: AggregatePlace) => string;
  readonly refusesDistinct: boolean;
  readonly refusesWindow: boolean;
  /** True when the result can be NaN though no argument is, as the sum of two infinities. */
  readonly makesNaN: boolean;
}

export interface WindowFunction extends Entry {
  readonly kind: 'window';
  readonly print: Print;
  readonly needsOrder: boolean;
}

export type FunctionEntry = ScalarFunction | AggregateFunction | WindowFunction;

type PrintArguments = (...args: Printed[]) => string;

interface ScalarOptions {
  readonly check?: ArgumentCheck;
  readonly passesNaN?: boolean;
  readonly isVolatile?: true;
  readonly fold?: Fold;
}

/** @param signature such as `bin(timestamp, interval day to second) -> timestamp`; see signature.ts */
export function scalarFunction(signature: string, print: PrintArguments, options: ScalarOptions = {}): ScalarFunction {
  return { kind: 'scalar', signature: parseSignature(signature), print: printArguments(print), passesNaN: false, ...options };
}

/** A function that reads the query's clock. */
export function clockFunction(signature: string, print: (clock: QueryClock, ...args: Printed[]) => string, options: Pick<ScalarOptions, 'fold'> = {}): ScalarFunction {
  return { kind: 'scalar', signature: parseSignature(signature), print: (args, clock) => print(clock, ...args), passesNaN: false, ...options };
}

interface AggregateOptions {
  readonly check?: ArgumentCheck;
  readonly refusesDistinct?: boolean;
  readonly refusesWindow?: boolean;
  readonly makesNaN?: boolean;
}

/**
 * An aggregate that is one of DuckDB's.
 *
 * @param print the call without DISTINCT and OVER; that word stands before the first argument
 * @param wrap around the whole, OVER included
 */
export function aggregateFunction(
  signature: string, print: PrintArguments, { wrap, ...options }: AggregateOptions & { readonly wrap?: (sql: string) => string } = {},
): AggregateFunction {
  const printAggregate: AggregateFunction['print'] = ([first, ...rest], { distinct, filter, over }) => {
    const args = first === undefined ? [] : [distinct ? { ...first, sql: `DISTINCT ${first.sql}` } : first, ...rest];
    const call = print(...args) + filterClause(filter) + over;
    return wrap === undefined ? call : wrap(call);
  };
  return aggregateEntry(signature, printAggregate, options);
}

/** An aggregate made of any number of DuckDB's. */
export function composedAggregate(
  signature: string, print: (call: AggregateCall, ...args: Printed[]) => string,
  { ignoresDistinct = false, ...options }: AggregateOptions & { readonly ignoresDistinct?: boolean } = {},
): AggregateFunction {
  const printAggregate: AggregateFunction['print'] = (args, { distinct, filter, over }) => {
    const word = distinct && !ignoresDistinct ? 'DISTINCT ' : '';
    const call: AggregateCall = (name, of, condition) => `${name}(${word}${of})${filterClause(condition, filter)}${over}`;
    return print(call, ...args);
  };
  return aggregateEntry(signature, printAggregate, options);
}

function aggregateEntry(signature: string, print: AggregateFunction['print'], options: AggregateOptions): AggregateFunction {
  return { kind: 'aggregate', signature: parseSignature(signature), print, refusesDistinct: false, refusesWindow: false, makesNaN: false, ...options };
}

export function windowFunction(signature: string, print: PrintArguments, options: { check?: ArgumentCheck; needsOrder?: boolean } = {}): WindowFunction {
  return { kind: 'window', signature: parseSignature(signature), print: printArguments(print), needsOrder: false, ...options };
}
