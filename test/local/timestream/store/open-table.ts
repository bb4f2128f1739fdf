/** A store with one table, and its rows as a query would see them; for tests of the store. */
import type { Asked, Catalog } from '../../../../local/timestream/catalog';
import { openStore } from '../../../../local/timestream/store/open-store';
import type { Store } from '../../../../local/timestream/store/store';
import { noSurroundings } from '../../../../local/timestream/store/surroundings';
import type { Table } from '../../../../local/timestream/store/table';
import { tableDefinition } from '../table-definition';

export async function openTable(
  data = ':memory:', definition = tableDefinition(), surroundings = noSurroundings, warn: (line: string) => void = () => undefined,
): Promise<{ store: Store; table: Table }> {
  const store = await openStore(data, warn, surroundings);
  if (!store.databases.get(definition.databaseName)) {
    await store.definitions.createDatabase({ name: definition.databaseName, kmsKeyId: 'key', tags: [], createdMs: 0, updatedMs: 0 });
    await store.definitions.createTable(definition);
  }
  return { store, table: store.databases.table(definition.databaseName, definition.tableName)! };
}

/** The rows by column name, ordered by time, after a flush; NULL members are left out. */
export async function rowsOf(store: Store, databaseName = 'IoTMetrics', tableName = 'SensorReadings', asked: Asked = { nowNs: 0n }): Promise<Record<string, unknown>[]> {
  await store.flush();
  const entry = entryOf(store.catalog, databaseName, tableName);
  if (entry.columns.length === 0) return [];
  const connection = await store.connect();
  try {
    const statement = await store.prepare(connection, () => `SELECT ${entry.columns.map((column) => column.physical).join(', ')} FROM ${entry.relation(new Set(entry.columns.map((column) => column.physical)), asked)} AS t ORDER BY time_ns, measure_name${entry.columns.filter((column) => column.attribute === 'DIMENSION').map((column) => `, ${column.physical}`).join('')}`);
    const reader = await statement.runAndReadAll();
    return reader.getRows().map((values) => Object.fromEntries(values.flatMap((value, at) => (value === null ? [] : [[entry.columns[at]!.name, value]]))));
  } finally {
    store.discard(connection);
  }
}

export function entryOf(catalog: Catalog, databaseName = 'IoTMetrics', tableName = 'SensorReadings') {
  const entry = catalog.table(databaseName, tableName);
  if (!entry) throw new Error(`no table ${databaseName}.${tableName}`);
  return entry;
}
