/** Query text -> DuckDB SQL with its columns: parser, checker and printer in a row. */
import type { Catalog } from '../catalog';
import type { Query } from './ast';
import { checkStatementQuery } from './check/query';
import type { Scan } from './check/scope';
import type { ResultColumn } from './encode/column-info';
import type { QueryClock } from './functions/function';
import { printQuery } from './print/query';

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  /** The tables it reads, once per place in the statement. */
  readonly scans: readonly Scan[];
}

/** @throws SqlError when a name does not exist or a type does not fit */
export function compileQuery(query: Query, text: string, catalog: Catalog, clock: QueryClock): CompiledQuery {
  const checked = checkStatementQuery(query, text, catalog);
  return { sql: printQuery(checked.query, clock), columns: checked.query.columns, scans: checked.scans };
}
