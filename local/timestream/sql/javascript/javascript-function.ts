/** What a function is that DuckDB calls back into JavaScript for; the files beside this one define them, register.ts makes them known. */
import { VARCHAR, type DuckDBType, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { Raised } from '../print/raise';

export interface JavascriptFunction {
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** The answer for one row of the columns; called only when no argument is NULL. */
  readonly call: (columns: readonly DuckDBVector[], row: number) => DuckDBValue;
}

/** One whose rows may take any time, and are ended when it is over; see time-limit.ts. */
export interface LimitedFunction {
  readonly parameters: readonly DuckDBType[];
  readonly returns: DuckDBType;
  /** Called with the arguments of one row only when none is NULL. */
  readonly answer: (...args: readonly DuckDBValue[]) => DuckDBValue;
}

/** By the name that printed SQL uses. Every one answers NULL for a NULL argument. */
export type JavascriptFunctions = Readonly<Record<`timestream_${string}`, JavascriptFunction | LimitedFunction>>;

/** Ends the query with the text, or makes a NULL inside TRY; run-errors.ts recognises it. */
export function fail(text: string): never {
  throw new Raised(text);
}

export function unexpected(value: DuckDBValue): never {
  throw new Error(`a DuckDB value of an undeclared type: ${typeof value}`);
}

export const asText = (value: DuckDBValue) => (typeof value === 'string' ? value : unexpected(value));
export const asBigint = (value: DuckDBValue) => (typeof value === 'bigint' ? value : unexpected(value));
export const asNumber = (value: DuckDBValue) => (typeof value === 'number' ? value : unexpected(value));

export function ofOne(parameter: DuckDBType, returns: DuckDBType, answer: (value: DuckDBValue) => DuckDBValue | undefined): JavascriptFunction {
  return { parameters: [parameter], returns, call: ([column], row) => answer(column?.getItem(row) ?? null) ?? null };
}

export function toText(parameter: DuckDBType, text: (value: DuckDBValue) => string): JavascriptFunction {
  return ofOne(parameter, VARCHAR, text);
}

export function fromText(returns: DuckDBType, parse: (text: string) => DuckDBValue | undefined): JavascriptFunction {
  return ofOne(VARCHAR, returns, (text) => parse(asText(text)));
}
