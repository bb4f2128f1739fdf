/**
 * Late records that wait to become visible, as the service may let them wait for hours: durable when they are acknowledged,
 * checked against versions and stored when the server's clock reaches their time; owned by the store.
 *
 * Their names and types are taken into the table at once, since the service decides about those within the request.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { messageOf } from '../message-of';
import type { TimestreamRecord } from '../records/record';
import type { DroppedRecord, RejectReport } from '../records/reject-report';
import type { Outcome } from './admit';
import { tableNotFound } from './change-definitions';
import type { Databases } from './databases';
import type { OneAtATime } from './one-at-a-time';
import { oneAtATime as inTurn } from './one-at-a-time';
import type { RejectOutbox } from './reject-outbox';
import { visibleFromNs } from './retention';
import type { DelayedEntry } from './stored-delayed';
import { deleteDelayed, putDelayed, readDelayed, summariseDelayed } from './stored-delayed';
import { inTransaction } from './stored-definitions';
import type { Table } from './table';
import { putReport } from './waiting-reports';

export interface DelayedParts {
  /** The only connection that writes. */
  readonly connection: DuckDBConnection;
  readonly oneAtATime: OneAtATime;
  readonly databases: Databases;
  readonly rejects: RejectOutbox;
  readonly nowNs: () => bigint;
  readonly warn: (line: string) => void;
  /** Stores records that were admitted before, by their versions alone; resolves once they are durable. */
  readonly settle: (table: Table, records: readonly TimestreamRecord[]) => Promise<readonly Outcome[]>;
}

/** Queries and writes settle what is due; this is for reports that nobody asks about. */
const lookEveryMs = 1000;

export class DelayedRecords {
  readonly #parts: DelayedParts;
  readonly #settling = inTurn();
  #firstDueNs: bigint | undefined;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: DelayedParts) {
    this.#parts = parts;
  }

  async resume(): Promise<void> {
    const { firstDueNs, lastId } = await summariseDelayed(this.#parts.connection);
    this.#lastId = lastId;
    if (firstDueNs !== undefined) this.#await(firstDueNs);
  }

  /** Keeps records that admit-delayed took; resolves once they are durable. */
  async keep(table: Table, records: readonly TimestreamRecord[], dueNs: bigint): Promise<void> {
    const { connection, oneAtATime } = this.#parts;
    this.#lastId += 1;
    const entry = { id: this.#lastId, tableId: table.id, records };
    await oneAtATime(async () => {
      if (table.deleted) throw tableNotFound(table.definition.tableName);
      await putDelayed(connection, entry, dueNs);
    });
    this.#await(dueNs);
  }

  /** Resolves once all that was due when it was called is stored, or dropped and reported. */
  async settleDue(): Promise<void> {
    if (this.#isDue()) await this.#settling(() => this.#settleDue());
  }

  close(): void {
    this.#stopLooking();
  }

  #isDue(): boolean {
    return this.#firstDueNs !== undefined && this.#firstDueNs <= this.#parts.nowNs();
  }

  #await(dueNs: bigint): void {
    if (this.#firstDueNs === undefined || dueNs < this.#firstDueNs) this.#firstDueNs = dueNs;
    this.#timer ??= setInterval(() => {
      this.settleDue().catch((cause: unknown) => this.#parts.warn(`late records could not be settled yet: ${messageOf(cause)}`));
    }, lookEveryMs).unref();
  }

  async #settleDue(): Promise<void> {
    const { connection, oneAtATime, rejects, nowNs } = this.#parts;
    while (this.#isDue()) {
      const entries = await oneAtATime(() => readDelayed(connection, nowNs()));
      const reports: RejectReport[] = [];
      for (const [tableId, records] of byTable(entries)) reports.push(...await this.#settleRecords(tableId, records));
      // A crash before this settles them again. Rows stay as they are, since no version is taken twice with other values;
      // but what a later one has replaced meanwhile is reported as if it came too late.
      await oneAtATime(async () => {
        this.#firstDueNs = await inTransaction(connection, async () => {
          for (const report of reports) await putReport(connection, report);
          if (entries.length > 0) await deleteDelayed(connection, entries);
          return (await summariseDelayed(connection)).firstDueNs;
        });
      });
      for (const report of reports) rejects.send(report);
    }
    if (this.#firstDueNs === undefined) this.#stopLooking();
  }

  /** @returns the report on those whose version conflicts */
  async #settleRecords(tableId: number, records: readonly TimestreamRecord[]): Promise<readonly RejectReport[]> {
    const { databases, rejects, settle, nowNs } = this.#parts;
    const table = databases.tableById(tableId);
    if (table === undefined) return [];
    const fromNs = visibleFromNs(table.definition, nowNs());
    const kept = records.filter(({ timeNs }) => timeNs >= fromNs);
    const outcomes = await settle(table, kept).catch((cause: unknown): readonly Outcome[] => {
      if (table.deleted) return [];
      throw cause;
    });
    const dropped = kept.flatMap((record, at): DroppedRecord[] => {
      const outcome = outcomes[at];
      return outcome?.kind === 'rejected' ? [{ record, reason: outcome.reason }] : [];
    });
    const report = rejects.reportOn(table, dropped);
    return report === undefined ? [] : [report];
  }

  #stopLooking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** In the order of the entries for each table: they meet in the log and in DuckDB once, not entry by entry. */
function byTable(entries: readonly DelayedEntry[]): ReadonlyMap<number, readonly TimestreamRecord[]> {
  const found = new Map<number, TimestreamRecord[]>();
  for (const { tableId, records } of entries) {
    const earlier = found.get(tableId);
    if (earlier) earlier.push(...records);
    else found.set(tableId, [...records]);
  }
  return found;
}
