/** Late records in DuckDB while they are not visible yet, a request's in one entry; delayed-records decides when they settle. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell, CellValue, TimestreamRecord } from '../records/record';
import { dimensionKeyOf } from '../records/dimension-key';

export interface DelayedEntry {
  readonly id: number;
  readonly tableId: number;
  readonly records: readonly TimestreamRecord[];
}

/** Read at once, of up to 100 records each. */
const entriesPerRead = 20;

export async function createDelayedTable(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS delayed (id INTEGER, table_id INTEGER, due_ns BIGINT, records VARCHAR)');
}

export async function putDelayed(connection: DuckDBConnection, { id, tableId, records }: DelayedEntry, dueNs: bigint): Promise<void> {
  await connection.run('INSERT INTO delayed VALUES ($1, $2, $3, $4)', [id, tableId, dueNs, JSON.stringify(records, asText)]);
}

/** The first that are due, in the order of acceptance among those that are due at the same time. */
export async function readDelayed(connection: DuckDBConnection, nowNs: bigint): Promise<readonly DelayedEntry[]> {
  const reader = await connection.runAndReadAll(`SELECT id, table_id, records FROM delayed WHERE due_ns <= $1 ORDER BY due_ns, id LIMIT ${entriesPerRead}`, [nowNs]);
  // The types of the columns, and what putDelayed wrote.
  return (reader.getRows() as [number, number, string][]).map(([id, tableId, records]) => ({ id, tableId, records: (JSON.parse(records) as WrittenRecord[]).map(recordOf) }));
}

export async function deleteDelayed(connection: DuckDBConnection, entries: readonly DelayedEntry[]): Promise<void> {
  await connection.run(`DELETE FROM delayed WHERE id IN (${entries.map(({ id }) => id).join(', ')})`);
}

export async function deleteDelayedOf(connection: DuckDBConnection, tableId: number): Promise<void> {
  await connection.run('DELETE FROM delayed WHERE table_id = $1', [tableId]);
}

export interface DelayedSummary {
  /** Undefined when there is none. */
  readonly firstDueNs: bigint | undefined;
  readonly lastId: number;
}

export async function summariseDelayed(connection: DuckDBConnection): Promise<DelayedSummary> {
  const reader = await connection.runAndReadAll('SELECT min(due_ns), max(id) FROM delayed');
  const [[firstDueNs, lastId] = []] = reader.getRows();
  return { firstDueNs: typeof firstDueNs === 'bigint' ? firstDueNs : undefined, lastId: Number(lastId ?? 0) };
}

type WrittenRecord = Omit<TimestreamRecord, 'timeNs' | 'version' | 'cells'> & {
  readonly timeNs: string;
  readonly version: string;
  readonly cells: readonly (Omit<Cell, 'value'> & { readonly value: string | number | boolean })[];
};

/** What JSON has no form for is text: 64-bit integers and minus zero. */
function asText(_key: string, value: unknown): unknown {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'bigint' ? String(value) : value;
}

function recordOf(written: WrittenRecord): TimestreamRecord {
  return {
    ...written,
    dimensionKey: dimensionKeyOf(written.dimensions),
    timeNs: BigInt(written.timeNs),
    version: BigInt(written.version),
    cells: written.cells.map(({ name, type, value }) => ({ name, type, value: cellValue(type, value) })),
  };
}

function cellValue(type: Cell['type'], value: string | number | boolean): CellValue {
  if (type === 'bigint' || type === 'timestamp') return BigInt(value);
  return type === 'double' ? Number(value) : value;
}
