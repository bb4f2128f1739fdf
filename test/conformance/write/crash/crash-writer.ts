/** One client of the crash test: writes new records, updates, repeats and ones that must be refused, until its server is gone. */
import type { _Record } from '@aws-sdk/client-timestream-write';
import { below, type Random } from '../../../../bench/random';
import type { Call } from '../../../local/timestream/wire-call';
import { indexes, indexesBeforeShift, isRecent, recordOf, tableNames, type RecordKey, type TableName } from './crash-record';
import type { Ledger } from './ledger';

const maxRecords = 100;

interface Entry {
  readonly key: RecordKey;
  readonly version: number;
  readonly record: _Record;
  /** It changes nothing: an older version, or other values in the version that stands. */
  readonly isStale: boolean;
}

export interface CrashWriterParts {
  readonly writer: number;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly startMs: number;
  readonly databaseName: string;
  /** Hears of answers that are wrong. */
  readonly complain: (line: string) => void;
}

export class CrashWriter {
  readonly #parts: CrashWriterParts;
  #next = new Map<TableName, number>(tableNames.map((table) => [table, 0]));
  #endOfIndexes = indexesBeforeShift;

  constructor(parts: CrashWriterParts) {
    this.#parts = parts;
  }

  /** New records are from after the move of the clock now. */
  shift(): void {
    for (const table of tableNames) this.#next.set(table, indexesBeforeShift);
    this.#endOfIndexes = indexes;
  }

  /** Writes one request after the other until one meets no server; what became of that one is not known. */
  async writeUntilGone(call: Call, serverNowMs: () => number): Promise<void> {
    for (;;) {
      const table = tableNames[below(tableNames.length, this.#parts.random)]!;
      const entries = this.#entries(table);
      for (const { key, version, isStale } of entries) if (!isStale) this.#parts.ledger.noteSent(key, version);
      const input = { DatabaseName: this.#parts.databaseName, TableName: table, Records: entries.map(({ record }) => record) };
      const nowMs = serverNowMs();
      const answer = await call('WriteRecords', input).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status >= 500) continue;
      this.#check(entries, nowMs, answer.status, answer.body);
      for (const { key, version, isStale } of entries) if (!isStale) this.#parts.ledger.noteAcknowledged(key, version);
    }
  }

  #entries(table: TableName): Entry[] {
    const entries = new Map<number, Entry>();
    const count = 1 + below(maxRecords, this.#parts.random);
    for (let at = 0; at < count; at += 1) {
      const entry = this.#entry(table);
      // Once in a request, so that each answer has one meaning.
      if (entry && !entries.has(entry.key.index)) entries.set(entry.key.index, entry);
    }
    return entries.size === 0 ? this.#entries(table) : [...entries.values()];
  }

  #entry(table: TableName): Entry | undefined {
    const { random, writer, ledger } = this.#parts;
    const kind = random();
    const next = this.#next.get(table)!;
    if ((kind < 0.6 || next === 0) && next < this.#endOfIndexes) {
      this.#next.set(table, next + 1);
      return this.#entryOf({ table, writer, index: next }, 1);
    }
    const key = { table, writer, index: below(next, random) };
    const sent = ledger.sent(key);
    if (sent === 0 || kind < 0.85) return this.#entryOf(key, sent + 1);
    // A repeat; after a crash this settles what became of the first attempt.
    if (kind < 0.93 || ledger.acknowledged(key) !== sent) return this.#entryOf(key, sent);
    return kind < 0.97 && sent > 1 ? this.#entryOf(key, sent - 1, 'older') : this.#entryOf(key, sent, 'other');
  }

  #entryOf(key: RecordKey, version: number, stale?: 'older' | 'other'): Entry {
    return { key, version, record: recordOf(key, version, this.#parts.startMs, stale === 'other'), isStale: stale !== undefined };
  }

  /** The magnetic store tells nobody of a version that it drops. */
  #check(entries: readonly Entry[], nowMs: number, status: number, body: Readonly<Record<string, unknown>>): void {
    const isInMemory = ({ key }: Entry) => isRecent(key, this.#parts.startMs, nowMs);
    const rejected = entries.flatMap((entry, index) => (entry.isStale && isInMemory(entry) ? [{ RecordIndex: index, ExistingVersion: this.#parts.ledger.acknowledged(entry.key) }] : []));
    if (rejected.length > 0) {
      const given = Array.isArray(body.RejectedRecords) ? (body.RejectedRecords as Record<string, unknown>[]).map(({ RecordIndex, ExistingVersion }) => ({ RecordIndex, ExistingVersion })) : undefined;
      if (status !== 419 || JSON.stringify(given) !== JSON.stringify(rejected)) this.#parts.complain(`should reject ${JSON.stringify(rejected)}: ${status} ${JSON.stringify(body)}`);
      return;
    }
    const memory = entries.filter(isInMemory).length;
    const ingested = { Total: entries.length, MemoryStore: memory, MagneticStore: entries.length - memory };
    if (status !== 200 || JSON.stringify(body.RecordsIngested) !== JSON.stringify(ingested)) this.#parts.complain(`should take ${JSON.stringify(ingested)}: ${status} ${JSON.stringify(body)}`);
  }
}
