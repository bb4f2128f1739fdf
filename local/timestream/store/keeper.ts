/**
 * Keeps the two tiers behind everything else: seals days that have left the memory store, seals them anew when enough came late,
 * and removes what has expired. Owned by the store.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { memoryStoreFrom } from '../records/ingestion-window';
import type { Databases } from './databases';
import type { Gate } from './gate';
import type { MagneticFolder } from './magnetic-folder';
import type { Mover } from './mover';
import type { OneAtATime } from './one-at-a-time';
import type { Readers } from './readers';
import { dayOf, startOfDay, visibleFromNs } from './retention';
import type { SavedFacts } from './saved-facts';
import { sealDay } from './seal-day';
import type { SealedDay } from './sealed-days';
import { deleteSealedDays, putSealedDay } from './stored-sealed-days';
import type { Table } from './table';
import type { UnsealedDay } from './unsealed-days';

const intervalMs = 10_000;
/** A day that still receives rows waits for the last of them, but not for ever. */
const patienceNs = 600_000_000_000n;
/** So many late rows are worth writing a file anew, or a tenth of what it has. */
const manyRows = 50_000;
/** How often a file may come to nothing since rows moved meanwhile, before they have to wait. */
const attemptsBeside = 2;

export interface KeeperParts {
  readonly instance: DuckDBInstance;
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly databases: Databases;
  /** Undefined seals nothing. */
  readonly folder: MagneticFolder | undefined;
  readonly oneAtATime: OneAtATime;
  readonly mover: Mover;
  readonly gate: Gate;
  readonly readers: Readers;
  readonly facts: SavedFacts;
  /** The server's clock. */
  readonly nowNs: () => bigint;
  readonly warn: (line: string) => void;
}

export class Keeper {
  readonly #parts: KeeperParts;
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** The changes that each day had had when it was looked at last. */
  #seen = new Map<UnsealedDay, number>();
  #generation: number;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#generation = Math.max(0, ...parts.databases.tables().flatMap((table) => table.sealedDays.all().map(generationOf)));
  }

  start(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      void this.#next(true).then(() => this.start());
    }, intervalMs).unref();
  }

  /** Seals and removes at once whatever may be. Failures are warned of, and tried again later. */
  run(): Promise<void> {
    return this.#next(false);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#last;
  }

  #next(isPatient: boolean): Promise<void> {
    this.#last = this.#last.then(() => this.#keep(isPatient));
    return this.#last;
  }

  async #keep(isPatient: boolean): Promise<void> {
    const { databases, folder, warn } = this.#parts;
    const seen = new Map<UnsealedDay, number>();
    for (const table of databases.tables()) {
      try {
        await this.#removeExpired(table);
        if (folder) await this.#sealDue(table, folder, isPatient, seen);
      } catch (cause) {
        if (!table.deleted) warn(`the table ${table.definition.tableName} keeps its days as they are for now: ${messageOf(cause)}`);
      }
    }
    this.#seen = seen;
  }

  async #sealDue(table: Table, folder: MagneticFolder, isPatient: boolean, seen: Map<UnsealedDay, number>): Promise<void> {
    const nowNs = this.#parts.nowNs();
    // Before the memory store nothing but late arrivals is written.
    const untilDay = dayOf(memoryStoreFrom(table.definition, nowNs));
    for (const [day, unsealed] of table.unsealedDays.all()) {
      if (day >= untilDay || this.#isClosed) continue;
      seen.set(unsealed, unsealed.changes);
      if (!isPatient || this.#isRipe(unsealed, table.sealedDays.get(day), nowNs)) await this.#seal(table, day, folder);
    }
  }

  #isRipe(unsealed: UnsealedDay, sealed: SealedDay | undefined, nowNs: bigint): boolean {
    if (nowNs - unsealed.sinceNs >= patienceNs) return true;
    const isQuiet = this.#seen.get(unsealed) === unsealed.changes;
    return isQuiet && (sealed === undefined || unsealed.changes >= manyRows || unsealed.changes * 10 >= sealed.rows);
  }

  async #seal(table: Table, day: number, folder: MagneticFolder): Promise<void> {
    const { instance, oneAtATime } = this.#parts;
    const connection = await instance.connect();
    try {
      for (let attempt = 0; attempt < attemptsBeside; attempt += 1) {
        const changes = table.unsealedDays.get(day)?.changes;
        const sealed = await this.#write(connection, table, day, folder);
        if (await oneAtATime(() => this.#commit(table, sealed, changes, folder))) return;
      }
      await oneAtATime(async () => {
        if (table.deleted) return;
        await this.#parts.mover.moveAll();
        const changes = table.unsealedDays.get(day)?.changes;
        await this.#commit(table, await this.#write(connection, table, day, folder), changes, folder);
      });
    } finally {
      connection.closeSync();
    }
  }

  #write(connection: DuckDBConnection, table: Table, day: number, folder: MagneticFolder): Promise<SealedDay> {
    this.#generation += 1;
    return sealDay(connection, table, day, `${day}-${this.#generation}.parquet`, folder);
  }

  /** @returns whether it is done, one way or the other: false when the day has changed since it was written */
  async #commit(table: Table, sealed: SealedDay, changes: number | undefined, folder: MagneticFolder): Promise<boolean> {
    try {
      // What was decided before must not find its older version gone from where it was: see Row.replaces.
      await this.#parts.mover.moveAll();
      const isWhole = !table.deleted && table.unsealedDays.get(sealed.day)?.changes === changes;
      if (isWhole) await this.#replaceDay(table, sealed, folder);
      else folder.remove(sealed.path);
      return isWhole || table.deleted;
    } catch (cause) {
      folder.remove(sealed.path);
      throw cause;
    }
  }

  async #replaceDay(table: Table, sealed: SealedDay, folder: MagneticFolder): Promise<void> {
    const { connection, gate, facts, readers } = this.#parts;
    const { day } = sealed;
    const before = table.sealedDays.get(day);
    const ofDay = `time_ns >= ${startOfDay(day)} AND time_ns < ${startOfDay(day + 1)}`;
    await facts.change(async () => {
      const unsealedRows = await rowsDeleted(connection, `DELETE FROM ${table.rowsName} WHERE ${ofDay}`);
      const maskedRows = await rowsDeleted(connection, `DELETE FROM ${table.masksName} WHERE ${ofDay}`);
      const rows = unsealedRows + (before === undefined ? 0 : before.rows - maskedRows);
      // Rather none than a file that has lost a row.
      if (rows !== sealed.rows) throw new Error(`${sealed.path} has ${sealed.rows} rows instead of ${rows}`);
      await putSealedDay(connection, table, sealed);
      await facts.putNewestTimes(table);
    }, (commit) => gate.change(async () => {
      await commit();
      table.sealedDays.put(sealed);
      table.unsealedDays.remove(day);
      table.rowCounts.remove(startOfDay(day), startOfDay(day + 1));
    }));
    if (before) readers.retire(() => folder.remove(before.path));
  }

  /** Whole days only: the part of a day that has expired is in no answer any more, and goes with the rest of it. */
  async #removeExpired(table: Table): Promise<void> {
    const { connection, oneAtATime, gate, facts, readers, folder, nowNs } = this.#parts;
    const day = dayOf(visibleFromNs(table.definition, nowNs()));
    const isExpired = (other: number | undefined): boolean => other !== undefined && other < day;
    if (!isExpired(table.unsealedDays.oldest) && !table.sealedDays.all().some((sealed) => isExpired(sealed.day))) return;
    await oneAtATime(async () => {
      if (table.deleted) return;
      const expired = table.sealedDays.all().filter((sealed) => isExpired(sealed.day));
      await facts.change(async () => {
        await connection.run(`DELETE FROM ${table.rowsName} WHERE time_ns < ${startOfDay(day)}`);
        await connection.run(`DELETE FROM ${table.masksName} WHERE time_ns < ${startOfDay(day)}`);
        await deleteSealedDays(connection, table, day);
      }, (commit) => gate.change(async () => {
        await commit();
        for (const sealed of expired) table.sealedDays.remove(sealed.day);
        for (const [other] of table.unsealedDays.all()) if (isExpired(other)) table.unsealedDays.remove(other);
        table.rowCounts.remove(0n, startOfDay(day));
      }));
      for (const { path } of expired) readers.retire(() => folder?.remove(path));
    });
  }
}

async function rowsDeleted(connection: DuckDBConnection, sql: string): Promise<number> {
  return (await connection.run(sql)).rowsChanged;
}

/** The number in `<day>-<generation>.parquet`. */
function generationOf({ path }: SealedDay): number {
  return Number(/-(\d+)\.parquet$/.exec(path)?.[1] ?? 0);
}
