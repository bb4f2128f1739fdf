/**
 * Keeps the two tiers behind everything else: seals days that have left the memory store, seals them anew when enough came late,
 * and removes what has expired. Owned by the store.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { memoryStoreFrom } from '../records/ingestion-window';
import type { Databases } from './databases';
import type { MagneticFolder } from './magnetic-folder';
import type { Mover } from './mover';
import type { OneAtATime } from './one-at-a-time';
import { removeExpired } from './remove-expired';
import { replaceDay, type TierParts } from './replace-day';
import { dayOf } from './retention';
import { isRipe } from './ripe-day';
import { sealDay } from './seal-day';
import type { SealedDay } from './sealed-days';
import type { Table } from './table';
import type { UnsealedDay } from './unsealed-days';

const intervalMs = 10_000;
/** How often a file may come to nothing since rows moved meanwhile, before they have to wait. */
const attemptsBeside = 2;

export interface KeeperParts extends TierParts {
  readonly instance: DuckDBInstance;
  readonly databases: Databases;
  /** Undefined seals nothing. */
  readonly folder: MagneticFolder | undefined;
  readonly oneAtATime: OneAtATime;
  readonly mover: Mover;
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
    const { databases, folder, oneAtATime, nowNs, warn } = this.#parts;
    const seen = new Map<UnsealedDay, number>();
    for (const table of databases.tables()) {
      try {
        await removeExpired(table, nowNs(), folder, oneAtATime, this.#parts);
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
      const isQuiet = this.#seen.get(unsealed) === unsealed.changes;
      if (!isPatient || isRipe(unsealed, table.sealedDays.get(day), isQuiet, nowNs)) await this.#seal(table, day, folder);
    }
  }

  async #seal(table: Table, day: number, folder: MagneticFolder): Promise<void> {
    const { instance, oneAtATime, mover } = this.#parts;
    const connection = await instance.connect();
    try {
      for (let attempt = 0; attempt < attemptsBeside; attempt += 1) {
        const changes = table.unsealedDays.get(day)?.changes;
        const sealed = await this.#write(connection, table, day, folder);
        if (await oneAtATime(() => this.#commit(table, sealed, changes, folder))) return;
      }
      await oneAtATime(async () => {
        if (table.deleted) return;
        await mover.moveAll();
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
      if (isWhole) await replaceDay(table, sealed, folder, this.#parts);
      else folder.remove(sealed.path);
      return isWhole || table.deleted;
    } catch (cause) {
      folder.remove(sealed.path);
      throw cause;
    }
  }
}

/** The number in `<day>-<generation>.parquet`. */
function generationOf({ path }: SealedDay): number {
  return Number(/-(\d+)\.parquet$/.exec(path)?.[1] ?? 0);
}
