/**
 * The store: takes records from WriteRecords, answers once they are durable, and has them moved into DuckDB behind the answer.
 *
 * request -> admit (decides, fills the unstored rows) -> log (on disk) -> answer; later: mover -> DuckDB -> older log dropped.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Catalog } from '../catalog';
import { messageOf } from '../message-of';
import type { QueryableStore } from '../operation';
import type { TimestreamRecord } from '../records/record';
import type { Decide, Outcome, StoredRows } from './admit';
import { admit, settle } from './admit';
import { catalogOf } from './catalog-of';
import type { DefinitionChanges } from './change-definitions';
import { definitionChanges, tableNotFound } from './change-definitions';
import type { Databases } from './databases';
import type { Log } from './log';
import { encodeEntry } from './log-entry';
import { keysToLookUp, lookUp, noStoredRows } from './look-up';
import { Mover } from './mover';
import { oneAtATime } from './one-at-a-time';
import type { Row, Table } from './table';

export interface StoreParts {
  readonly instance: DuckDBInstance;
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  /** Undefined keeps nothing on disk. */
  readonly log: Log | undefined;
  /** Hears of trouble that no caller waits for. */
  readonly warn: (line: string) => void;
  readonly release: () => void;
}

interface Decided {
  readonly outcomes: readonly Outcome[];
  readonly durable: Promise<void> | undefined;
}

/** Each query takes two: one for its rows, one to count what it reads. */
const maxIdleConnections = 8;

export class Store implements QueryableStore {
  readonly catalog: Catalog;
  readonly databases: Databases;
  readonly definitions: DefinitionChanges;
  readonly #parts: StoreParts;
  readonly #oneAtATime = oneAtATime();
  readonly #mover: Mover;
  /** Opening one takes a part of a millisecond, which short queries would notice. */
  readonly #idle: DuckDBConnection[] = [];

  constructor(parts: StoreParts) {
    const { connection, databases, log, warn } = parts;
    this.#parts = parts;
    this.databases = databases;
    this.catalog = catalogOf(databases);
    this.definitions = definitionChanges(connection, databases, this.#oneAtATime);
    this.#mover = new Mover({ connection, oneAtATime: this.#oneAtATime, log, warn });
  }

  /** @returns an outcome for each record, in order, once what was accepted is durable */
  async write(table: Table, records: readonly TimestreamRecord[]): Promise<readonly Outcome[]> {
    if (this.#mover.isBehind) await this.flush();
    const { outcomes, durable } = await this.#decide(table, records, admit, this.#parts.log);
    await durable;
    return outcomes;
  }

  /** Takes in what a log holds already. */
  async replay(table: Table, records: readonly TimestreamRecord[]): Promise<void> {
    await this.#decide(table, records, settle, undefined);
  }

  flush(): Promise<void> {
    return this.#mover.flush();
  }

  async connect(): Promise<DuckDBConnection> {
    return this.#idle.pop() ?? this.#parts.instance.connect();
  }

  release(connection: DuckDBConnection): void {
    if (this.#idle.length < maxIdleConnections) this.#idle.push(connection);
    else connection.closeSync();
  }

  /** Moves everything into DuckDB, then lets go of the files. What cannot be moved stays in the log for the next start. */
  async close(): Promise<void> {
    const { log, connection, instance, release, warn } = this.#parts;
    const isMoved = await this.flush().then(() => connection.run('CHECKPOINT')).then(() => true, (cause: unknown) => {
      warn(`rows stay in the log until the next start: ${messageOf(cause)}`);
      return false;
    });
    await log?.close(!isMoved);
    // DuckDB keeps its file while anything is connected.
    for (const idle of this.#idle.splice(0)) idle.closeSync();
    connection.closeSync();
    instance.closeSync();
    release();
  }

  async #decide(table: Table, records: readonly TimestreamRecord[], decide: Decide, log: Log | undefined): Promise<Decided> {
    if (keysToLookUp(table, records).length === 0) return this.#decideNow(table, records, decide, noStoredRows, log);
    // While this waits its turn rows may move, and nothing moves while it looks up: so the keys are taken anew.
    return this.#oneAtATime(async () => {
      const stored = table.deleted ? noStoredRows : await lookUp(this.#parts.connection, table, keysToLookUp(table, records));
      return this.#decideNow(table, records, decide, stored, log);
    });
  }

  /** Without a pause inside: no record is decided on while another is, and the log has the order of the decisions. */
  #decideNow(table: Table, records: readonly TimestreamRecord[], decide: Decide, stored: StoredRows, log: Log | undefined): Decided {
    if (table.deleted) throw tableNotFound(table.definition.tableName);
    const before = table.unstored.rows.length;
    const changed: Row[] = [];
    const outcomes = records.map((record) => decide(table, record, stored, changed));
    this.#mover.add(table, table.unstored.rows.length - before);
    // Also when nothing changed: the record that was repeated may still be on its way to the disk.
    return { outcomes, durable: log?.append(changed.length === 0 ? undefined : encodeEntry(table, changed)) };
  }
}
