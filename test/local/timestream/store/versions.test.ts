import { cpSync } from 'node:fs';
import fc from 'fast-check';
import type { Store } from '../../../../local/timestream/store/store';
import type { Table } from '../../../../local/timestream/store/table';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { openTable, rowsOf } from './open-table';

afterAll(removeTemporaryFolders);

interface Write {
  readonly device: string;
  readonly timeNs: bigint;
  readonly version: bigint;
  readonly value: number;
}

/** The rules of versions over a plain map, as the service's documents tell them. */
class Model {
  readonly #records = new Map<string, Write>();

  write(write: Write): 'accepted' | 'rejected' {
    const key = `${write.device}/${write.timeNs}`;
    const existing = this.#records.get(key);
    if (existing && (write.version < existing.version || (write.version === existing.version && write.value !== existing.value))) return 'rejected';
    this.#records.set(key, write);
    return 'accepted';
  }

  rows(): object[] {
    return [...this.#records.values()]
      .map(({ device, timeNs, value }) => ({ device_id: device, time: timeNs, temperature: value, measure_name: 'metrics' }))
      .sort((a, b) => Number(a.time - b.time) || (a.device_id < b.device_id ? -1 : 1));
  }
}

const write = fc.record({
  device: fc.constantFrom('a', 'b'),
  timeNs: fc.bigInt({ min: 0n, max: 4n }),
  version: fc.bigInt({ min: 1n, max: 3n }),
  value: fc.integer({ min: 0, max: 1 }),
});

const batch = fc.array(write, { minLength: 1, maxLength: 6 });
const writeBatches = fc.record({ kind: fc.constant('write' as const), batches: fc.array(batch, { minLength: 1, maxLength: 3 }) });
const flush = fc.constant({ kind: 'flush' as const });
const seal = fc.constant({ kind: 'seal' as const });
const reopen = fc.constant({ kind: 'reopen' as const });
const crash = fc.constant({ kind: 'crash' as const });

const toRecord = ({ device, timeNs, version, value }: Write) => recordOf({
  dimensions: { device_id: device }, timeNs, version, cells: [{ name: 'temperature', type: 'double', value }],
});

async function writeBoth(store: Store, table: Table, model: Model, batches: readonly Write[][]): Promise<void> {
  for (const writes of batches) {
    const outcomes = await store.write(table, writes.map(toRecord));
    expect(outcomes.map(({ kind }) => kind)).toEqual(writes.map((each) => model.write(each)));
  }
}

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
/** Opening a store takes its time, most of all on a busy machine. */
const patienceMs = 120_000;

describe('versions', () => {
  it('decide as the documented table does, whatever is in DuckDB already', async () => {
    const { store } = await openTable();
    let tables = 0;
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 3, arbitrary: writeBatches }, flush), { maxLength: 8 }), async (steps) => {
      const tableName = `T${tables += 1}`;
      await store.definitions.createTable(tableDefinition({ tableName }));
      const model = new Model();
      for (const step of steps) {
        if (step.kind === 'flush') await store.flush();
        else await writeBoth(store, store.databases.table('IoTMetrics', tableName)!, model, step.batches);
      }
      expect(await rowsOf(store, 'IoTMetrics', tableName)).toEqual(model.rows());
    }), { numRuns: isLong ? 1000 : 60 });
    await store.close();
  }, patienceMs);

  it('decide the same across restarts and crashes, also on days that are sealed', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 4, arbitrary: writeBatches }, flush, { weight: 2, arbitrary: seal }, reopen, crash), { maxLength: 8 }), async (steps) => {
      let folder = temporaryFolder();
      let { store, table } = await openTable(folder);
      const model = new Model();
      for (const step of steps) {
        if (step.kind === 'flush') await store.flush();
        else if (step.kind === 'seal') await store.moveTiers();
        else if (step.kind === 'write') await writeBoth(store, table, model, step.batches);
        else {
          // What is on disk while the store is open is what a crash would leave.
          if (step.kind === 'crash') cpSync(folder, folder = temporaryFolder(), { recursive: true });
          await store.close();
          ({ store, table } = await openTable(folder));
        }
      }
      expect(await rowsOf(store)).toEqual(model.rows());
      await store.close();
    }), { numRuns: isLong ? 300 : 15 });
  }, patienceMs);

  it('let exactly one of many concurrent writers with different values win, stored or not', async () => {
    const { store, table } = await openTable(temporaryFolder());
    for (const stored of [false, true]) {
      const timeNs = stored ? 1n : 2n;
      await store.write(table, [toRecord({ device: 'a', timeNs: 3n, version: 1n, value: 0 })]);
      if (stored) await store.flush();
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, value) => store.write(table, [toRecord({ device: 'a', timeNs, version: 1n, value })])));
      expect(outcomes.flat().filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    }
    await store.close();
  });

  it('say which version stands', async () => {
    const { store, table } = await openTable();
    await store.write(table, [toRecord({ device: 'a', timeNs: 1n, version: 200n, value: 1 })]);
    expect(await store.write(table, [toRecord({ device: 'a', timeNs: 1n, version: 2n, value: 1 })])).toEqual([{
      kind: 'rejected', existingVersion: 200n,
      reason: 'The record version 2 is lower than the existing version 200. A higher version is required to update the measure value.',
    }]);
    expect(await store.write(table, [toRecord({ device: 'a', timeNs: 1n, version: 200n, value: 2 })])).toEqual([{
      kind: 'rejected', existingVersion: 200n,
      reason: 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.',
    }]);
    await store.close();
  });

  it('replace the whole row, so that measure values of the older version do not stay', async () => {
    const { store, table } = await openTable();
    const cells = [{ name: 'temperature', type: 'double' as const, value: 1 }, { name: 'humidity', type: 'double' as const, value: 2 }];
    await store.write(table, [recordOf({ cells })]);
    await store.flush();
    await store.write(table, [recordOf({ version: 2n, cells: cells.slice(1) })]);
    expect(await rowsOf(store)).toEqual([{ device_id: 'a', measure_name: 'metrics', time: 1n, humidity: 2 }]);
    expect(await store.write(table, [recordOf({ version: 2n, cells })])).toEqual([expect.objectContaining({ kind: 'rejected' })]);
    expect(await store.write(table, [recordOf({ version: 2n, cells: cells.slice(1) })])).toEqual([{ kind: 'accepted' }]);
    await store.close();
  });
});
