/** A client of the crash test that makes and deletes tables until its server is gone, and knows which there must be. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Call } from '../../../local/timestream/wire-call';

/** Leaves the writers their turn. */
const makeEveryMs = 20;
/** Of so many tables one stays: with hundreds of them the server would be busy with nothing else. */
const tablesPerKept = 10;

export class TableMaker {
  /** Undefined where nobody answered the last request. */
  readonly #exists = new Map<string, boolean | undefined>();
  #made = 0;

  constructor(private readonly databaseName: string) {}

  async makeUntilGone(call: Call): Promise<void> {
    for (;; await wait(makeEveryMs)) {
      const name = `Made-${this.#made += 1}`;
      if (!await this.#change(call, 'CreateTable', name, true)) return;
      const written = await call('WriteRecords', { DatabaseName: this.databaseName, TableName: name, Records: [{ Dimensions: [{ Name: 'd', Value: 'x' }], MeasureName: 'm', MeasureValue: '1', Time: String(Date.now()) }] }).catch(() => undefined);
      if (!written) return;
      if (this.#made % tablesPerKept !== 0 && !await this.#change(call, 'DeleteTable', name, false)) return;
    }
  }

  async #change(call: Call, operation: string, name: string, exists: boolean): Promise<boolean> {
    this.#exists.set(name, undefined);
    const answer = await call(operation, { DatabaseName: this.databaseName, TableName: name }).catch(() => undefined);
    if (answer?.status === 200) this.#exists.set(name, exists);
    return answer !== undefined;
  }

  /** @returns tables that are missing, and ones that should be gone */
  async findWrongTables(call: Call): Promise<string[]> {
    const names = new Set<string>();
    let NextToken: unknown;
    do {
      const { body } = await call('ListTables', { DatabaseName: this.databaseName, NextToken });
      // The members of ListTables' answer.
      for (const { TableName } of body.Tables as { TableName: string }[]) names.add(TableName);
      ({ NextToken } = body);
    } while (NextToken !== undefined);
    return [...this.#exists].flatMap(([name, exists]) => (exists === undefined || exists === names.has(name) ? [] : [`the table ${name} ${exists ? 'is missing' : 'is still there'}`]));
  }
}
