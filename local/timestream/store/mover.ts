/** Moves accepted rows into DuckDB behind the answers: after a moment, when they are many, or when a query asks; owned by the store. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import { unlessFullDisk } from './full-disk';
import type { Gate } from './gate';
import type { Log } from './log';
import { moveRows } from './move-rows';
import type { OneAtATime } from './one-at-a-time';
import { dayOf } from './retention';
import type { SavedFacts } from './saved-facts';
import type { SealedDay } from './sealed-days';
import type { Row, Table } from './table';
import { Unstored } from './unstored';

/** How long accepted rows wait for company. A query does not wait: it flushes. */
const moveDelayMs = 500;
/** Rows that make a move start at once. */
const moveAtRows = 50_000;
/** Rows at which writers wait for a move, so that memory stays bounded. */
const behindAtRows = 400_000;
/** A restart replays the log at some 100 MB/s; a new segment costs two syncs. */
const newSegmentAtBytes = 32 * 1024 * 1024;

export interface MoverParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly oneAtATime: OneAtATime;
  readonly log: Log | undefined;
  readonly gate: Gate;
  readonly facts: SavedFacts;
  /** The server's clock. */
  readonly nowNs: () => bigint;
  readonly warn: (line: string) => void;
}

export class Mover {
  readonly #parts: MoverParts;
  /** Tables that have accepted something since their last move, or whose last move failed. */
  readonly #tables = new Set<Table>();
  #rows = 0;
  #timer: NodeJS.Timeout | undefined;
  #isQueued = false;

  constructor(parts: MoverParts) {
    this.#parts = parts;
  }

  get isBehind(): boolean {
    return this.#rows >= behindAtRows;
  }

  /** Notes that a table has accepted rows. */
  add(table: Table, rows: number): void {
    this.#tables.add(table);
    this.#rows += rows;
    if (this.#rows >= moveAtRows) this.#moveInBackground();
    else this.#timer ??= setTimeout(() => this.#moveInBackground(), moveDelayMs);
  }

  /** Resolves once everything accepted before is in DuckDB. */
  flush(): Promise<void> {
    return this.#parts.oneAtATime(() => this.moveAll());
  }

  #moveInBackground(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    // What could not be moved is still in memory and in the log; the next flush tries again.
    this.flush().catch((cause: unknown) => this.#parts.warn(`rows could not be moved into DuckDB yet: ${messageOf(cause)}`));
  }

  /** As flush, for whoever has the turn on the writing connection. */
  async moveAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isQueued = false;
    // A move that failed is tried again before what came after it.
    await this.#moveTables([...this.#tables].filter((table) => table.moving));
    const startSegment = await this.#prepareSegment();
    // No pause until moveTables: every row is either in this move or in the new segment.
    const tables = [...this.#tables];
    this.#tables.clear();
    this.#rows = 0;
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
    const { connection, facts, nowNs } = this.#parts;
    const moving = tables.filter((table) => !table.deleted && table.moving && !table.moving.isEmpty);
    if (moving.length > 0) {
      try {
        await facts.change(async () => {
          for (const table of moving) if (table.moving) await moveRows(connection, table, table.moving);
        }, (commit) => this.#commit(moving.flatMap(newlyMasked), commit));
      } catch (cause) {
        for (const table of tables) this.#tables.add(table);
        throw unlessFullDisk(cause);
      }
    }
    for (const table of tables) {
      table.storedColumns += table.moving?.columns.length ?? 0;
      const now = nowNs();
      for (const row of table.moving?.rows ?? []) showRow(table, row, now);
      table.moving = undefined;
    }
  }

  /** Statements read a file either as it is, before its first row is masked, or without its masked rows. */
  #commit(masked: readonly SealedDay[], commit: () => Promise<void>): Promise<void> {
    if (masked.length === 0) return commit();
    return this.#parts.gate.change(() => {
      for (const day of masked) day.mayBeMasked = true;
      return commit();
    });
  }
}

/** The sealed days of which a row that moves is the first to mask another. */
function newlyMasked({ moving, sealedDays }: Table): readonly SealedDay[] {
  return (moving?.rows ?? []).flatMap(({ timeNs, replaces }) => {
    const sealed = replaces === 'sealed' ? sealedDays.get(dayOf(timeNs)) : undefined;
    return sealed === undefined || sealed.mayBeMasked ? [] : [sealed];
  });
}

/** Notes what DuckDB has from now on. */
function showRow({ rowCounts, unsealedDays, sealedDays }: Table, { series, timeNs, replaces }: Row, nowNs: bigint): void {
  if (timeNs > series.newestVisibleNs) series.newestVisibleNs = timeNs;
  unsealedDays.add(timeNs, replaces !== 'unsealed', nowNs);
  if (replaces !== 'unsealed') rowCounts.add(timeNs, 1);
  const masking = replaces === 'sealed' ? sealedDays.get(dayOf(timeNs)) : undefined;
  if (masking) masking.maskedRows += 1;
}

function startMoving(table: Table): void {
  table.moving = table.unstored;
  table.unstored = new Unstored();
  for (const { series, timeNs } of table.moving.rows) if (timeNs > series.newestStoredNs) series.newestStoredNs = timeNs;
}
