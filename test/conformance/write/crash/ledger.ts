/** What the crash test's writers sent of each record and what was acknowledged; stored-rows compares the tables with it. */
import { indexes, tableNames, writers, type RecordKey, type TableName } from './crash-record';

export class Ledger {
  /** The newest version of each record that was sent, and that was acknowledged; 0 is none. A version has one value. */
  readonly #sent = new Uint16Array(tableNames.length * writers * indexes);
  readonly #acknowledged = new Uint16Array(this.#sent.length);
  readonly #records = new Map(tableNames.map((table) => [table, { sent: 0, acknowledged: 0 }]));
  /** How many records were acknowledged, updates and repeats too. */
  acknowledgements = 0;

  sent(key: RecordKey): number {
    return this.#sent[place(key)] ?? 0;
  }

  acknowledged(key: RecordKey): number {
    return this.#acknowledged[place(key)] ?? 0;
  }

  noteSent(key: RecordKey, version: number): void {
    if (this.sent(key) === 0) this.records(key.table).sent += 1;
    this.#sent[place(key)] = version;
  }

  noteAcknowledged(key: RecordKey, version: number): void {
    if (this.acknowledged(key) === 0) this.records(key.table).acknowledged += 1;
    this.#acknowledged[place(key)] = version;
    this.acknowledgements += 1;
  }

  /** How many different records of the table were sent, and acknowledged. */
  records(table: TableName): { sent: number; acknowledged: number } {
    return this.#records.get(table)!;
  }

  /** The keys with an acknowledged version. */
  *acknowledgedKeys(table: TableName): Iterable<RecordKey> {
    for (let writer = 0; writer < writers; writer += 1) {
      for (let index = 0; index < indexes; index += 1) {
        const key = { table, writer, index };
        if (this.acknowledged(key) > 0) yield key;
      }
    }
  }
}

function place({ table, writer, index }: RecordKey): number {
  return (tableNames.indexOf(table) * writers + writer) * indexes + index;
}
