/**
 * What a store knows of its rows without reading them, so that it need not read them when it opens: kept by a clean stop, until the
 * first change of rows; read by load-tables.
 *
 * The newest time of each series is also kept whenever a day is sealed. After a crash it is right for all rows in files, and
 * only those in DuckDB's own tables have to be read.
 */
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { DuckDBBlobValue } from '@duckdb/node-api';
import type { Databases } from './databases';
import type { Counts } from './row-counts';
import { inTransaction } from './stored-definitions';
import type { Series, Table } from './table';

/** `[day, rows]` of each day that is not sealed. */
type Days = readonly (readonly [day: number, rows: number])[];

export async function createFactTables(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE TABLE IF NOT EXISTS newest_times (table_id INTEGER, times BLOB);
    CREATE TABLE IF NOT EXISTS clean_stop (table_id INTEGER, times BLOB, rows BLOB, days VARCHAR)`);
}

export class SavedFacts {
  /** Whether those of a clean stop may be there. */
  #areSaved = true;

  constructor(private readonly connection: DuckDBConnection) {}

  /** Runs `work`, which changes rows, whole or not at all. */
  async change(work: () => Promise<void>, committing?: (commit: () => Promise<void>) => Promise<void>): Promise<void> {
    await inTransaction(this.connection, async () => {
      if (this.#areSaved) await this.connection.run('DELETE FROM clean_stop');
      await work();
    }, committing);
    this.#areSaved = false;
  }

  async putNewestTimes(table: Table): Promise<void> {
    await this.connection.run('DELETE FROM newest_times WHERE table_id = $1', [table.id]);
    await this.connection.run('INSERT INTO newest_times VALUES ($1, $2)', [table.id, new DuckDBBlobValue(packedTimes(table))]);
  }

  /** Keeps all of it, when everything accepted is in DuckDB. */
  async save(databases: Databases): Promise<void> {
    const { connection } = this;
    const tables = databases.tables().filter(hasRows);
    await inTransaction(connection, async () => {
      await connection.run('DELETE FROM clean_stop; DELETE FROM newest_times');
      await append(connection, 'newest_times', tables, (table, appender) => appender.appendBlob(packedTimes(table)));
      await append(connection, 'clean_stop', tables, ({ rowCounts, unsealedDays }, appender) => {
        const counts = rowCounts.all();
        for (const numbers of [counts?.map(([timeNs]) => timeNs), counts?.map(([, rows]) => BigInt(rows))]) {
          if (numbers === undefined) appender.appendNull();
          else appender.appendBlob(packed(numbers));
        }
        const days: Days = unsealedDays.all().map(([day, { rows }]) => [day, rows]);
        appender.appendVarchar(JSON.stringify(days));
      });
    });
    this.#areSaved = true;
  }
}

/** Of a table without, nothing has to be known. */
export function hasRows({ seriesById }: Table): boolean {
  return seriesById.length > 0;
}

async function append(connection: DuckDBConnection, into: string, tables: readonly Table[], fill: (table: Table, appender: DuckDBAppender) => void): Promise<void> {
  const appender = await connection.createAppender(into);
  try {
    for (const table of tables) {
      appender.appendInteger(table.id);
      fill(table, appender);
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

export interface CleanStop {
  /** Undefined when the times are too many. */
  readonly counts: Counts | undefined;
  readonly days: Days;
}

/** @returns undefined when the table was not closed since its rows changed */
export async function loadCleanStop(connection: DuckDBConnection, { id }: Table): Promise<CleanStop | undefined> {
  const reader = await connection.runAndReadAll('SELECT times, rows, days FROM clean_stop WHERE table_id = $1', [id]);
  const [row] = reader.getRows();
  if (row === undefined) return undefined;
  const [times, rows, days] = row;
  const counted = times instanceof DuckDBBlobValue && rows instanceof DuckDBBlobValue ? { times: unpacked(times), rows: unpacked(rows) } : undefined;
  return {
    counts: counted && Array.from(counted.times, (timeNs, place) => [timeNs, Number(counted.rows[place] ?? 0n)]),
    // What save wrote.
    days: JSON.parse(String(days)) as Days,
  };
}

/** Takes up the newest times that were kept last. */
export async function loadNewestTimes(connection: DuckDBConnection, { id, seriesById }: Table): Promise<void> {
  const reader = await connection.runAndReadAll('SELECT times FROM newest_times WHERE table_id = $1', [id]);
  const [[times] = []] = reader.getRows();
  if (!(times instanceof DuckDBBlobValue)) return;
  unpacked(times).forEach((newestNs, place) => showNewest(seriesById[place], newestNs));
}

/** Notes that DuckDB has a row of the series. */
export function showNewest(series: Series | undefined, newestNs: bigint): void {
  if (series && newestNs > series.newestNs) series.newestNs = series.newestStoredNs = series.newestVisibleNs = newestNs;
}

function packedTimes({ seriesById }: Table): Uint8Array {
  return packed(seriesById.map(({ newestStoredNs }) => newestStoredNs));
}

/** One BLOB is read in no time; a row each would not be. */
function packed(numbers: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(numbers).buffer);
}

function unpacked({ bytes }: DuckDBBlobValue): BigInt64Array {
  // A copy, since the bytes may begin anywhere.
  return new BigInt64Array(new Uint8Array(bytes).buffer);
}
