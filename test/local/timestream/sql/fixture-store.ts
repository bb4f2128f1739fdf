/** Tables of a SQL fixture in an in-memory DuckDB, behind the interfaces that the real store implements. */
import { tmpdir } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Catalog, ColumnType, MeasureSummary, TableColumn, TableEntry } from '../../../../local/timestream/catalog';
import type { QueryableStore } from '../../../../local/timestream/operation';
import { literal } from '../../../../local/timestream/sql/print/literal';
import { parseTimestamp } from '../../../../local/timestream/sql/parse-time';
import { scalar } from '../../../../local/timestream/sql/types';
import { sandbox } from '../../../../local/timestream/store/duckdb';

export type Cell = string | number | boolean | null;

export interface FixtureTable {
  /** `name: type attribute`, in the order of SELECT *. */
  readonly columns: Readonly<Record<string, `${ColumnType} ${TableColumn['attribute']}`>>;
  readonly rows: readonly (readonly Cell[])[];
  readonly measures?: readonly MeasureSummary[];
}

/** By `database.table`. */
export type FixtureTables = Readonly<Record<string, FixtureTable>>;

const duckdbTypes: Readonly<Record<ColumnType, string>> = {
  varchar: 'VARCHAR', bigint: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN', timestamp: 'BIGINT',
};

function cellSql(cell: Cell, type: ColumnType): string {
  if (cell === null || typeof cell === 'boolean') return literal(cell, scalar(type));
  if (type === 'timestamp') return String(parseTimestamp(String(cell)));
  if (type === 'varchar') return literal(String(cell), scalar(type));
  return `CAST('${cell}' AS ${duckdbTypes[type]})`;
}

export interface FixtureStore extends QueryableStore {
  close(): void;
}

export async function fixtureStore(tables: FixtureTables): Promise<FixtureStore> {
  // With one thread, rows that are equal to ORDER BY keep their order.
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', ...sandbox });
  const connection = await instance.connect();
  const entries = new Map<string, TableEntry>();
  for (const [index, [name, table]] of Object.entries(tables).entries()) {
    const [databaseName = '', tableName = ''] = name.split('.');
    const columns = Object.entries(table.columns).map(([column, described], place): TableColumn => {
      const [type, attribute] = described.split(' ') as [ColumnType, TableColumn['attribute']];
      return { name: column, physical: `p${place}`, type, attribute };
    });
    const relation = `fixture_${index}`;
    await connection.run(`CREATE TABLE ${relation} (${columns.map(({ physical, type }) => `${physical} ${duckdbTypes[type]}`).join(', ') || 'nothing INTEGER'})`);
    for (const row of table.rows) {
      const cells = row.map((cell, place) => cellSql(cell, columns[place]!.type));
      await connection.run(`INSERT INTO ${relation} VALUES (${cells.join(', ')})`);
    }
    entries.set(name, { databaseName, tableName, columns, relation: offering(relation), measures: () => table.measures ?? [] });
  }
  return {
    catalog: fixtureCatalog(entries), scratchFolder: tmpdir(),
    flush: async () => {}, connect: () => instance.connect(), prepare: (reading, sql) => reading.prepare(sql()),
    release: async (idle) => idle.closeSync(), discard: (broken) => broken.closeSync(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Only the columns that were asked for, so that forgetting one shows. */
function offering(table: string): TableEntry['relation'] {
  return (columns) => (columns.size === 0 ? table : `(SELECT ${[...columns].join(', ')} FROM ${table})`);
}

function fixtureCatalog(entries: ReadonlyMap<string, TableEntry>): Catalog {
  const databases = [...new Set([...entries.values()].map((entry) => entry.databaseName))].sort();
  return {
    databaseNames: () => databases,
    tableNames: (database) => (databases.includes(database)
      ? [...entries.values()].filter((entry) => entry.databaseName === database).map((entry) => entry.tableName).sort()
      : undefined),
    table: (database, table) => entries.get(`${database}.${table}`),
  };
}
