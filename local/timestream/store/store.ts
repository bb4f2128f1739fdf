/**
 * The store: takes records from WriteRecords, answers once they are durable, and has them moved into DuckDB behind the answer.
 *
 * request -> admit (decides, fills the unstored rows) -> log (on disk) -> answer; later: mover -> DuckDB -> older log dropped.
 */
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Catalog } from '../catalog';
import { messageOf } from '../message-of';
import type { QueryableStore } from '../operation';
import type { TimestreamRecord } from '../records/record';
import type { Decide, Outcome, StoredRows } from './admit';
import { ActivePartitions } from './active-partitions';
import { admit, settle } from './admit';
import type { Delay } from './admit-delayed';
import { admitDelayed } from './admit-delayed';
import { backUp } from './backup';
import { catalogOf } from './catalog-of';
import type { DefinitionChanges } from './change-definitions';
import { definitionChanges, tableNotFound } from './change-definitions';
import { Connections } from './connections';
import type { Databases } from './databases';
import { DelayedRecords } from './delayed-records';
import { Gate } from './gate';
import { Journal } from './journal';
import type { Log } from './log';
import { keysToLookUp, lookUp, noStoredRows } from './look-up';
import { Keeper } from './keeper';
import type { MagneticFolder } from './magnetic-folder';
import { Mover } from './mover';
import { oneAtATime } from './one-at-a-time';
import { Readers } from './readers';
import { RejectOutbox } from './reject-outbox';
import { SavedFacts } from './saved-facts';
import { inTransaction } from './stored-definitions';
import type { Surroundings } from './surroundings';
import type { Row, Table } from './table';

export interface StoreParts extends Surroundings {
  readonly instance: DuckDBInstance;
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  /** Undefined keeps nothing on disk. */
  readonly log: Log | undefined;
  /** Hears of trouble that no caller waits for. */
  readonly warn: (line: string) => void;
  /** Undefined keeps everything in memory. */
  readonly databaseFile: string | undefined;
  /** Of sealed days; undefined seals nothing. */
  readonly magneticFolder: MagneticFolder | undefined;
  readonly scratchFolder: string;
  readonly release: () => void;
}

interface Decided {
  readonly outcomes: readonly Outcome[];
  readonly durable: Promise<void> | undefined;
}

export class Store implements QueryableStore {
  readonly catalog: Catalog;
  readonly databases: Databases;
  readonly definitions: DefinitionChanges;
  readonly activePartitions = new ActivePartitions();
  readonly rejects: RejectOutbox;
  readonly #delayed: DelayedRecords;
  readonly #parts: StoreParts;
  readonly #oneAtATime = oneAtATime();
  readonly #mover: Mover;
  /** Undefined keeps nothing on disk. */
  readonly #journal: Journal | undefined;
  readonly #readers = new Readers();
  readonly #gate = new Gate();
  readonly #connections: Connections;
  readonly #keeper: Keeper;
  readonly #facts: SavedFacts;

  constructor(parts: StoreParts) {
    const { connection, databases, log, warn, buckets, nowNs, countDropped } = parts;
    this.#parts = parts;
    this.databases = databases;
    this.catalog = catalogOf(databases, nowNs);
    this.#facts = new SavedFacts(connection);
    this.#connections = new Connections(parts.instance, this.#gate, this.#readers);
    const shared = { connection, oneAtATime: this.#oneAtATime, gate: this.#gate, facts: this.#facts, nowNs, warn };
    this.#mover = new Mover({ ...shared, log });
    this.#keeper = new Keeper({ ...shared, instance: parts.instance, databases, folder: parts.magneticFolder, mover: this.#mover, readers: this.#readers });
    this.definitions = definitionChanges({ ...shared, databases, folder: parts.magneticFolder, readers: this.#readers });
    this.#journal = log && new Journal(log, warn);
    this.rejects = new RejectOutbox({ connection, oneAtATime: this.#oneAtATime, buckets, nowNs, countDropped, warn });
    this.#delayed = new DelayedRecords({
      connection, databases, nowNs, warn, oneAtATime: this.#oneAtATime, rejects: this.rejects, settle: (table, records) => this.#durably(table, records, settle),
    });
  }

  /** Takes up what an earlier run left to be done later. */
  async resume(): Promise<void> {
    await this.#delayed.resume();
    await this.rejects.resume();
    this.#keeper.start();
  }

  /** Seals all days that have left the memory store, and removes what has expired; otherwise that happens behind everything else. */
  async moveTiers(): Promise<void> {
    await this.flush();
    await this.#keeper.run();
  }

  /**
   * Copies the store as it is now into a folder, which another store can be opened on; writers wait for a part of it.
   *
   * @throws DataFolderError when there is something in the folder already
   */
  async backup(folder: string): Promise<void> {
    await this.flush();
    await backUp(folder, { ...this.#parts, oneAtATime: this.#oneAtATime, mover: this.#mover, readers: this.#readers, facts: this.#facts });
  }

  /**
   * @param delay for late records that shall become visible later; their versions are looked at only then
   * @returns an outcome for each record, in order, once what was accepted is durable
   */
  async write(table: Table, records: readonly TimestreamRecord[], delay?: Delay): Promise<readonly Outcome[]> {
    if (this.#mover.isBehind) await this.flush();
    // What is due came before these records.
    await this.#delayed.settleDue();
    if (delay === undefined) return this.#durably(table, records, admit);
    const delayed: TimestreamRecord[] = [];
    const outcomes = await this.#durably(table, records, admitDelayed(delay, delayed));
    if (delayed.length > 0) await this.#delayed.keep(table, delayed, delay.dueNs);
    return outcomes;
  }

  /** Takes in what a log holds already. */
  async replay(table: Table, records: readonly TimestreamRecord[]): Promise<void> {
    // A log that grew while rows could not be moved may hold more than fits in memory.
    if (this.#mover.isBehind) await this.#mover.flush();
    await this.#decide(table, records, settle, undefined);
  }

  async flush(): Promise<void> {
    await this.#delayed.settleDue();
    await this.#mover.flush();
  }

  /** For what is kept beside the tables: runs `work` whole or not at all, in its turn on the writing connection. */
  keep<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const { connection } = this.#parts;
    return this.#oneAtATime(() => inTransaction(connection, () => work(connection)));
  }

  get scratchFolder(): string {
    return this.#parts.scratchFolder;
  }

  connect(): Promise<DuckDBConnection> {
    return this.#connections.connect();
  }

  prepare(connection: DuckDBConnection, sql: () => string): Promise<DuckDBPreparedStatement> {
    return this.#connections.prepare(connection, sql);
  }

  release(connection: DuckDBConnection): Promise<void> {
    return this.#connections.release(connection);
  }

  discard(connection: DuckDBConnection): void {
    this.#connections.discard(connection);
  }

  /** Moves everything into DuckDB, then lets go of the files. What cannot be moved stays in the log for the next start. */
  async close(): Promise<void> {
    const { log, connection, instance, release, warn } = this.#parts;
    this.#delayed.close();
    await this.#keeper.close();
    const isMoved = await this.flush().then(() => this.#keepForNextStart()).then(() => true, (cause: unknown) => {
      warn(`rows stay in the log until the next start: ${messageOf(cause)}`);
      return false;
    });
    await this.rejects.close();
    await log?.close(!isMoved);
    await this.#connections.close();
    connection.closeSync();
    instance.closeSync();
    release();
  }

  async #keepForNextStart(): Promise<void> {
    const { connection, databaseFile } = this.#parts;
    if (databaseFile === undefined) return;
    // Frees what deleted rows took, so that the second can put what lies behind it there, and shorten the file.
    await connection.run('CHECKPOINT');
    await this.#facts.save(this.databases);
    await connection.run('CHECKPOINT');
  }

  async #durably(table: Table, records: readonly TimestreamRecord[], decide: Decide): Promise<readonly Outcome[]> {
    await this.#journal?.catchUp();
    return onceDurable(await this.#decide(table, records, decide, this.#journal));
  }

  async #decide(table: Table, records: readonly TimestreamRecord[], decide: Decide, journal: Journal | undefined): Promise<Decided> {
    if (keysToLookUp(table, records).length === 0) return this.#decideNow(table, records, decide, noStoredRows, journal);
    // While this waits its turn rows may move, and nothing moves while it looks up: so the keys are taken anew.
    return this.#oneAtATime(async () => {
      const stored = table.deleted ? noStoredRows : await lookUp(this.#parts.connection, table, keysToLookUp(table, records));
      return this.#decideNow(table, records, decide, stored, journal);
    });
  }

  /** Without a pause inside: no record is decided on while another is, and the log has the order of the decisions. */
  #decideNow(table: Table, records: readonly TimestreamRecord[], decide: Decide, stored: StoredRows, journal: Journal | undefined): Decided {
    if (table.deleted) throw tableNotFound(table.definition.tableName);
    const before = table.unstored.rows.length;
    const changed: Row[] = journal ? table.unlogged.rows : [];
    const outcomes = records.map((record) => decide(table, record, stored, changed));
    this.#mover.add(table, table.unstored.rows.length - before);
    return { outcomes, durable: journal?.append(table) };
  }
}

/** A function of its own, so that what waits for the disk does not hold the records, which the garbage collector would copy meanwhile. */
async function onceDurable({ outcomes, durable }: Decided): Promise<readonly Outcome[]> {
  await durable;
  return outcomes;
}
