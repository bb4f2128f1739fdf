/** What one entry of the function table is: a signature, and how a call is written in DuckDB's SQL. */
import type { Bound, LiteralValue } from '../bound';
import type { SqlType } from '../types';
import { parseSignature, type Signature } from './signature';

/** What is fixed for a whole query. */
export interface QueryClock {
  /** now(), the same everywhere in one query: nanoseconds since the epoch. */
  readonly nowNs: bigint;
}

/** An argument as DuckDB SQL. */
export interface Printed {
  readonly sql: string;
  readonly type: SqlType;
  /** True when the text is a column or a literal, so that writing it twice costs nothing. */
  readonly repeatable: boolean;
  readonly mayBeNaN: boolean;
  /** The value of a literal. */
  readonly literal?: LiteralValue;
}

export type Print = (args: readonly Printed[], clock: QueryClock) => string;

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
}

export interface AggregateFunction extends Entry {
  readonly kind: 'aggregate';
  /** The call without what a window adds. With DISTINCT, that word stands before the first argument. */
  readonly print: Print;
  /** Around the whole, OVER included. */
  readonly wrap?: (sql: string) => string;
  readonly refusesDistinct: boolean;
  readonly refusesWindow: boolean;
}

export interface WindowFunction extends Entry {
  readonly kind: 'window';
  readonly print: Print;
  readonly needsOrder: boolean;
}

/** Documented by the service and not offered yet. */
export interface FutureFunction extends Entry {
  readonly kind: 'future';
}

export type FunctionEntry = ScalarFunction | AggregateFunction | WindowFunction | FutureFunction;

type PrintArguments = (...args: Printed[]) => string;

interface ScalarOptions {
  readonly check?: ArgumentCheck;
  readonly passesNaN?: boolean;
}

/** @param signature such as `bin(timestamp, interval day to second) -> timestamp`; see signature.ts */
export function scalarFunction(signature: string, print: PrintArguments, options: ScalarOptions = {}): ScalarFunction {
  return { kind: 'scalar', signature: parseSignature(signature), print: printArguments(print), passesNaN: false, ...options };
}

/** A function that reads the query's clock. */
export function clockFunction(signature: string, print: (clock: QueryClock, ...args: Printed[]) => string): ScalarFunction {
  return { kind: 'scalar', signature: parseSignature(signature), print: (args, clock) => print(clock, ...args), passesNaN: false };
}

interface AggregateOptions {
  readonly check?: ArgumentCheck;
  readonly wrap?: (sql: string) => string;
  readonly refusesDistinct?: boolean;
  readonly refusesWindow?: boolean;
}

export function aggregateFunction(signature: string, print: PrintArguments, options: AggregateOptions = {}): AggregateFunction {
  return { kind: 'aggregate', signature: parseSignature(signature), print: printArguments(print), refusesDistinct: false, refusesWindow: false, ...options };
}

export function windowFunction(signature: string, print: PrintArguments, options: { check?: ArgumentCheck; needsOrder?: boolean } = {}): WindowFunction {
  return { kind: 'window', signature: parseSignature(signature), print: printArguments(print), needsOrder: false, ...options };
}

export function futureFunction(signature: string): FutureFunction {
  return { kind: 'future', signature: parseSignature(signature) };
}
