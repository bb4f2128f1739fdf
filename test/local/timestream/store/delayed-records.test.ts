import { cpSync } from 'node:fs';
import fc from 'fast-check';
import { noBuckets } from '../../../../local/timestream/buckets/buckets';
import type { Cell } from '../../../../local/timestream/records/record';
import { openStore } from '../../../../local/timestream/store/open-store';
import type { Store } from '../../../../local/timestream/store/store';
import type { Table } from '../../../../local/timestream/store/table';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { entryOf, rowsOf } from './open-table';

afterAll(removeTemporaryFolders);

/** A store whose clock and dropped records a test holds. */
interface Held {
  readonly store: Store;
  readonly table: Table;
  readonly dropped: () => number;
}

async function open(folder: string, nowNs: () => bigint): Promise<Held> {
  let dropped = 0;
  const store = await openStore(folder, () => undefined, { nowNs, buckets: noBuckets, countDropped: (records) => { dropped += records; } });
  const definition = tableDefinition();
  if (!store.databases.get(definition.databaseName)) {
    await store.definitions.createDatabase({ name: definition.databaseName, kmsKeyId: 'key', tags: [], createdMs: 0, updatedMs: 0 });
    await store.definitions.createTable(definition);
  }
  return { store, table: store.databases.table(definition.databaseName, definition.tableName)!, dropped: () => dropped };
}

/** What is on disk while the store is open is what a crash would leave. */
function crash(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

interface Write {
  readonly timeNs: bigint;
  readonly version: bigint;
  readonly value: number;
}

/** The rules of versions over a plain map, and records that wait until their time. */
class Model {
  nowNs = 1000n;
  dropped = 0;
  readonly #records = new Map<bigint, Write>();
  #waiting: { readonly dueNs: bigint; readonly writes: readonly Write[] }[] = [];

  /** @param delayNs of the records before time 3 */
  write(writes: readonly Write[], delayNs: bigint): void {
    this.settle();
    const late = writes.filter(({ timeNs }) => delayNs > 0n && timeNs < 3n);
    for (const write of writes) if (!late.includes(write)) this.#put(write);
    if (late.length > 0) this.#waiting.push({ dueNs: this.nowNs + delayNs, writes: late });
  }

  settle(): void {
    // Sorting keeps the order of acceptance among equals.
    const due = this.#waiting.filter(({ dueNs }) => dueNs <= this.nowNs).sort((a, b) => Number(a.dueNs - b.dueNs));
    this.#waiting = this.#waiting.filter(({ dueNs }) => dueNs > this.nowNs);
    for (const { writes } of due) for (const write of writes) if (!this.#put(write)) this.dropped += 1;
  }

  rows(): object[] {
    return [...this.#records.values()].sort((a, b) => Number(a.timeNs - b.timeNs))
      .map(({ timeNs, value }) => ({ device_id: 'a', measure_name: 'metrics', time: timeNs, temperature: value }));
  }

  #put(write: Write): boolean {
    const existing = this.#records.get(write.timeNs);
    if (existing && (write.version < existing.version || (write.version === existing.version && write.value !== existing.value))) return false;
    this.#records.set(write.timeNs, write);
    return true;
  }
}

const write = fc.record({ timeNs: fc.bigInt({ min: 0n, max: 4n }), version: fc.bigInt({ min: 1n, max: 3n }), value: fc.integer({ min: 0, max: 1 }) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), writes: fc.array(write, { minLength: 1, maxLength: 4 }), delayNs: fc.constantFrom(0n, 5n, 10n) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), ns: fc.constantFrom(1n, 5n, 10n) }) },
  fc.constant({ kind: 'flush' as const }),
  fc.constant({ kind: 'reopen' as const }),
  fc.constant({ kind: 'crash' as const }),
);

const toRecord = ({ timeNs, version, value }: Write) => recordOf({ timeNs, version, cells: [{ name: 'temperature', type: 'double', value }] });
const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
const patienceMs = isLong ? 900_000 : 120_000;

describe('delayed records', () => {
  it('settle in the order of their times as the table of versions says, each once, across restarts and crashes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      let folder = temporaryFolder();
      const model = new Model();
      let held = await open(folder, () => model.nowNs);
      let droppedBefore = 0;
      for (const each of steps) {
        if (each.kind === 'advance') model.nowNs += each.ns;
        else if (each.kind === 'write') {
          model.write(each.writes, each.delayNs);
          await held.store.write(held.table, each.writes.map(toRecord), each.delayNs === 0n ? undefined : { beforeNs: 3n, dueNs: model.nowNs + each.delayNs });
        } else if (each.kind === 'flush') {
          model.settle();
          await held.store.flush();
        } else {
          if (each.kind === 'crash') {
            folder = crash(folder);
            droppedBefore += held.dropped();
            await held.store.close();
          } else {
            // A stop settles what is due.
            model.settle();
            await held.store.close();
            droppedBefore += held.dropped();
          }
          held = await open(folder, () => model.nowNs);
        }
      }
      model.settle();
      // The columns are there as soon as the first record is.
      expect(await rowsOf(held.store)).toEqual(model.rows());
      expect(droppedBefore + held.dropped()).toBe(model.dropped);
      await held.store.close();
    }), { numRuns: isLong ? 400 : 15 });
  }, patienceMs);

  it('come back with every value as it was', async () => {
    const folder = temporaryFolder();
    const cells: Cell[] = [
      { name: 'd', type: 'double', value: -0 }, { name: 'b', type: 'bigint', value: -9223372036854775808n }, { name: 'v', type: 'varchar', value: "it's \"x\"; \0é😀 -0 12" },
      { name: 't', type: 'boolean', value: false }, { name: 'at', type: 'timestamp', value: 9223372036854775807n }, { name: 'tiny', type: 'double', value: 5e-324 },
    ];
    let nowNs = 0n;
    const { store, table } = await open(folder, () => nowNs);
    const record = recordOf({ dimensions: { "d'1": '', d2: 'é' }, timeNs: 9223372036854775806n, version: 9223372036854775807n, cells });
    await store.write(table, [record], { beforeNs: 2n ** 63n - 1n, dueNs: 5n });
    const after = await open(crash(folder), () => nowNs);
    await store.close();
    nowNs = 5n;
    const [row] = await rowsOf(after.store, undefined, undefined, { nowNs });
    expect(row).toEqual({ "d'1": '', d2: 'é', measure_name: 'metrics', time: 9223372036854775806n, ...Object.fromEntries(cells.map(({ name, value }) => [name, value])) });
    expect(Object.is(row?.d, -0)).toBe(true);
    // The version came back too: what is equal repeats, what is lower conflicts.
    expect(await after.store.write(after.table, [record, { ...record, version: 1n }])).toEqual([{ kind: 'accepted' }, expect.objectContaining({ existingVersion: 9223372036854775807n })]);
    await after.store.close();
  });

  it('hold their names and types also after a crash', async () => {
    const folder = temporaryFolder();
    const { store, table } = await open(folder, () => 0n);
    await store.write(table, [recordOf()], { beforeNs: 3n, dueNs: 5n });
    const after = await open(crash(folder), () => 0n);
    await store.close();
    const other = recordOf({ cells: [{ name: 'temperature', type: 'bigint', value: 1n }] });
    expect(await after.store.write(after.table, [other])).toEqual([{ kind: 'rejected', reason: 'The measure temperature has the type DOUBLE in this table and cannot take BIGINT.' }]);
    expect(entryOf(after.store.catalog).columns.map(({ name }) => name)).toEqual(['device_id', 'measure_name', 'time', 'temperature']);
    await after.store.close();
  });

  it('leave nothing behind when they are rejected', async () => {
    const { store, table } = await open(':memory:', () => 0n);
    await store.write(table, [recordOf()], { beforeNs: 3n, dueNs: 5n });
    const clashing = recordOf({ dimensions: { room: 'x' }, measureName: 'other', cells: [{ name: 'fresh', type: 'double', value: 1 }, { name: 'temperature', type: 'bigint', value: 1n }] });
    expect(await store.write(table, [clashing], { beforeNs: 3n, dueNs: 5n })).toEqual([expect.objectContaining({ kind: 'rejected' })]);
    await store.flush();
    expect(entryOf(store.catalog).columns.map(({ name }) => name)).toEqual(['device_id', 'measure_name', 'time', 'temperature']);
    expect(entryOf(store.catalog).measures().map(({ measureName }) => measureName)).toEqual(['metrics']);
    await store.close();
  });
});
