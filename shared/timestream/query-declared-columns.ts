/** Queries a table as tables.json declares it, even before its records have brought all of the columns. */
import type { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import type { TableDefinition } from '../tables/definition';
import { AbsentColumnError, runQuery, type QueryOptions, type QueryResult } from './query';
import { Sql, sql } from './sql';

const emptyResult: QueryResult = { rows: [], bytesScanned: 0, bytesMetered: 0 };

/** Every record brings these: without one of them the table has no records at all. */
const columnsOfEveryRecord = ['time', 'measure_name'];

export interface DeclaredTable {
  readonly database: string;
  readonly table: TableDefinition;
}

/**
 * Asks; if the service does not know a column, asks which it knows (DESCRIBE scans nothing) and once more without the others.
 * Only declared columns are left out: any other unknown column is a mistake of ours and stays an error.
 *
 * @param statementWithout makes the statement without some columns; undefined when nothing is left to ask
 */
export async function queryDeclaredColumns(
  client: TimestreamQueryClient,
  { database, table }: DeclaredTable,
  statementWithout: (absent: ReadonlySet<string>) => Sql | undefined,
  options: QueryOptions = {},
): Promise<QueryResult> {
  const ask = async (absent: ReadonlySet<string>): Promise<QueryResult> => {
    const statement = statementWithout(absent);
    return statement === undefined ? emptyResult : runQuery(client, statement, options);
  };
  try {
    return await ask(new Set());
  } catch (error) {
    if (!(error instanceof AbsentColumnError)) throw error;
    const description = sql`DESCRIBE ${Sql.identifier(database)}.${Sql.identifier(table.name)}`;
    const { rows } = await runQuery(client, description, options);
    const present = new Set(rows.map((row) => row.Column));
    if (!columnsOfEveryRecord.every((column) => present.has(column))) return emptyResult;
    const declared = [...table.dimensions, ...table.measures].map(({ name }) => name);
    // A known column that is there by now arrived in between; only one that nobody declared is a mistake.
    if (![...declared, ...columnsOfEveryRecord].includes(error.column)) throw error;
    return ask(new Set(declared.filter((name) => !present.has(name))));
  }
}
