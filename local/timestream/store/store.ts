/**
 * The store: takes records from WriteRecords, answers once they are durable, and moves them into DuckDB behind the answer.
 *
 * request -> admit (decides, fills the unstored rows) -> log (on disk) -> answer; later: move-rows -> DuckDB -> older log dropped.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Catalog } from '../catalog';
import type { QueryableStore } from '../operation';
import type { TimestreamRecord } from '../records/record';
import type { Outcome, StoredRows } from './admit';
import { admit } from './admit';
import { catalogOf } from './catalog-of';
import type { DefinitionChanges } from './change-definitions';
import { definitionChanges, tableNotFound } from './change-definitions';
import type { Databases } from './databases';
import type { Log } from './log';
import { encodeEntry } from './log-entry';
import type { RowKey } from './look-up';
import { lookUp, noStoredRows } from './look-up';
import { moveRows } from './move-rows';
import { oneAtATime } from './one-at-a-time';
import { inTransaction } from './stored-definitions';
import type { Row, Table } from './table';
import { Unstored } from './unstored';
import { messageOf } from '../message-of';

/** How long accepted rows wait for company before they move. A query does not wait: it flushes. */
const moveDelayMs = 500;
/** Rows that make a move start at once. */
const moveAtRows = 50_000;
/** Rows that make writers wait for the move, so that memory stays bounded. */
const waitAtRows = 400_000;
/** A restart replays the log at some 100 MB/s; a new segment costs two syncs. */
const newSegmentAtBytes = 32 * 1024 * 1024;

export interface StoreParts {
  readonly instance: DuckDBInstance;
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  /** Undefined keeps nothing on disk. */
  readonly log: Log | undefined;
  /** Hears of background work that failed; it is tried again with the next flush. */
  readonly warn: (line: string) => void;
  readonly release: () => void;
}

interface Admitted {
  readonly outcomes: readonly Outcome[];
  readonly durable: Promise<void> | undefined;
}

export class Store implements QueryableStore {
  readonly catalog: Catalog;
  readonly databases: Databases;
  readonly definitions: DefinitionChanges;
  readonly #oneAtATime = oneAtATime();
  readonly #parts: StoreParts;
  /** Tables with rows to move. */
  readonly #toMove = new Set<Table>();
  #unstoredRows = 0;
  #timer: NodeJS.Timeout | undefined;
  #moveQueued = false;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.databases = parts.databases;
    this.catalog = catalogOf(parts.databases);
    this.definitions = definitionChanges(parts.connection, parts.databases, this.#oneAtATime);
  }

  /** @returns an outcome for each record, in order, once what was accepted is durable */
  async write(table: Table, records: readonly TimestreamRecord[]): Promise<readonly Outcome[]> {
    if (this.#unstoredRows >= waitAtRows) await this.flush();
    const { outcomes, durable } = await this.#admitAll(table, records, this.#parts.log);
    await durable;
    return outcomes;
  }

  /** Takes in what a log holds already. */
  async replay(table: Table, records: readonly TimestreamRecord[]): Promise<void> {
    await this.#admitAll(table, records, undefined);
  }

  async flush(): Promise<void> {
    await this.#oneAtATime(() => this.#move());
  }

  connect(): Promise<DuckDBConnection> {
    return this.#parts.instance.connect();
  }

  /** Moves everything into DuckDB, then lets go of the files. What cannot be moved stays in the log for the next start. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const { log, connection, instance, release, warn } = this.#parts;
    const moved = await this.#oneAtATime(async () => {
      await this.#move();
      await connection.run('CHECKPOINT');
    }).then(() => true, (cause: unknown) => {
      warn(`rows stay in the log until the next start: ${messageOf(cause)}`);
      return false;
    });
    await log?.close(!moved);
    connection.closeSync();
    instance.closeSync();
    release();
  }

  async #admitAll(table: Table, records: readonly TimestreamRecord[], log: Log | undefined): Promise<Admitted> {
    if (keysToLookUp(table, records).length === 0) return this.#admitNow(table, records, noStoredRows, log);
    // While this waits its turn rows may move, and nothing moves while it looks up: so the keys are taken anew.
    return this.#oneAtATime(async () => {
      const stored = table.deleted ? noStoredRows : await lookUp(this.#parts.connection, table, keysToLookUp(table, records));
      return this.#admitNow(table, records, stored, log);
    });
  }

  /** Without a pause inside: no record is decided on while another is, and the log has the order of the decisions. */
  #admitNow(table: Table, records: readonly TimestreamRecord[], stored: StoredRows, log: Log | undefined): Admitted {
    if (table.deleted) throw tableNotFound(table.definition.tableName);
    const before = table.unstored.rows.length;
    const changed: Row[] = [];
    const outcomes = records.map((record) => admit(table, record, stored, changed));
    this.#unstoredRows += table.unstored.rows.length - before;
    this.#toMove.add(table);
    this.#moveSoon();
    // Also when nothing changed: the record that was repeated may still be on its way to the disk.
    return { outcomes, durable: log?.append(changed.length === 0 ? undefined : encodeEntry(table, changed)) };
  }

  #moveSoon(): void {
    if (this.#unstoredRows >= moveAtRows) this.#moveInBackground();
    else this.#timer ??= setTimeout(() => this.#moveInBackground(), moveDelayMs);
  }

  #moveInBackground(): void {
    if (this.#moveQueued) return;
    this.#moveQueued = true;
    this.flush().catch((cause: unknown) => this.#parts.warn(`rows could not be moved into DuckDB yet: ${messageOf(cause)}`));
  }

  async #move(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#moveQueued = false;
    // A move that failed is tried again before what came after it.
    await this.#moveTables([...this.#toMove].filter((table) => table.moving));
    const startSegment = await this.#prepareSegment();
    // No await from here to #moveTables: every row is either in this move or in the new segment.
    const tables = [...this.#toMove];
    this.#toMove.clear();
    this.#unstoredRows = 0;
    startSegment?.();
    for (const table of tables) startMoving(table);
    await this.#moveTables(tables);
    if (startSegment) await this.#parts.log?.dropOlderSegments();
  }

  /** Without a new segment the log only grows: no reason to fail what waits for the move. */
  async #prepareSegment(): Promise<(() => void) | undefined> {
    const { log, warn } = this.#parts;
    if (!log || log.bytes < newSegmentAtBytes) return undefined;
    return log.prepareSegment().catch((cause: unknown) => {
      warn(`the log could not start a new segment: ${messageOf(cause)}`);
      return undefined;
    });
  }

  async #moveTables(tables: readonly Table[]): Promise<void> {
    const { connection } = this.#parts;
    const moving = tables.filter((table) => !table.deleted && table.moving && !table.moving.isEmpty);
    if (moving.length > 0) {
      try {
        await inTransaction(connection, async () => {
          for (const table of moving) if (table.moving) await moveRows(connection, table, table.moving);
        });
      } catch (cause) {
        for (const table of tables) this.#toMove.add(table);
        throw cause;
      }
    }
    for (const table of tables) {
      table.storedColumns += table.moving?.columns.length ?? 0;
      table.moving = undefined;
    }
  }
}

function keysToLookUp(table: Table, records: readonly TimestreamRecord[]): readonly RowKey[] {
  const keys: RowKey[] = [];
  for (const { measureName, dimensionKey, timeNs } of records) {
    const series = table.findSeries(measureName, dimensionKey);
    if (series && timeNs <= series.newestStoredNs) keys.push({ series, timeNs });
  }
  return keys;
}

function startMoving(table: Table): void {
  table.moving = table.unstored;
  table.unstored = new Unstored();
  for (const { series, timeNs } of table.moving.rows) if (timeNs > series.newestStoredNs) series.newestStoredNs = timeNs;
}
