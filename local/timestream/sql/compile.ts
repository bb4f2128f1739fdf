/** Query text -> DuckDB SQL with its columns: parser, checker and printer in a row. */
import type { Catalog } from '../catalog';
import type { Query } from './ast';
import { originOf, type ColumnOrigin } from './check/origin';
import type { ParameterValue } from './check/parameters';
import { checkStatementQuery } from './check/query';
import type { Scan } from './check/scope';
import type { ResultColumn } from './encode/column-info';
import type { QueryClock } from './functions/function';
import { printContext, printQuery } from './print/query';
import { withTables } from './print/table-marks';
import type { SqlType } from './types';

export interface CompiledQuery {
  /** Its text, with the tables as they are stored at the time of the call. */
  readonly sql: () => string;
  readonly columns: readonly (ResultColumn & ColumnOrigin)[];
  /** The tables it reads, once per place in the statement. */
  readonly scans: readonly Scan[];
}

/**
 * @param values of parameters written `@name`
 * @throws SqlError when a name does not exist or a type does not fit
 */
export function compileQuery(
  query: Query, text: string, catalog: Catalog, clock: QueryClock, values: ReadonlyMap<string, ParameterValue> = new Map(),
): CompiledQuery {
  const checked = checkStatementQuery(query, text, catalog, { values });
  const columns = checked.query.columns.map((column, index) => ({ ...column, ...originOf(checked, index) }));
  const printed = printQuery(checked.query, printContext(clock));
  return { sql: () => withTables(printed, checked.scans, clock), columns, scans: checked.scans };
}

export interface PreparedQuery {
  readonly columns: CompiledQuery['columns'];
  /** In the order of their first use; a type of unknown fits anywhere. */
  readonly parameters: readonly { readonly name: string; readonly type: SqlType }[];
}

/** Checks a query without running it, its parameters without values. Throws as compileQuery. */
export function prepareQuery(query: Query, text: string, catalog: Catalog): PreparedQuery {
  const prepared = new Map<string, SqlType>();
  const checked = checkStatementQuery(query, text, catalog, { values: new Map(), prepared });
  return {
    columns: checked.query.columns.map((column, index) => ({ ...column, ...originOf(checked, index) })),
    parameters: Array.from(prepared, ([name, type]) => ({ name, type })),
  };
}
