import { cpSync } from 'node:fs';
import { BucketError, noBuckets, type Buckets } from '../../../../local/timestream/buckets/buckets';
import type { TableDefinition } from '../../../../local/timestream/store/definitions';
import { openStore } from '../../../../local/timestream/store/open-store';
import type { Store } from '../../../../local/timestream/store/store';
import type { Table } from '../../../../local/timestream/store/table';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';

afterAll(removeTemporaryFolders);

const reportedTo = (BucketName: string): TableDefinition => tableDefinition({ magneticStoreWrites: { enabled: true, rejectedDataLocation: { S3Configuration: { BucketName, ObjectKeyPrefix: 'p' } } } });

interface Opened {
  readonly store: Store;
  readonly table: Table;
  readonly warnings: readonly string[];
}

async function open(folder: string, put: Buckets['put'], definition = reportedTo('bucket')): Promise<Opened> {
  const warnings: string[] = [];
  const store = await openStore(folder, (line) => warnings.push(line), { nowNs: () => 0n, buckets: { ...noBuckets, put }, countDropped: () => undefined });
  if (!store.databases.get(definition.databaseName)) {
    await store.definitions.createDatabase({ name: definition.databaseName, kmsKeyId: 'key', tags: [], createdMs: 0, updatedMs: 0 });
    await store.definitions.createTable(definition);
  }
  return { store, table: store.databases.table(definition.databaseName, definition.tableName)!, warnings };
}

const dropped = (text = 'x') => [{ record: recordOf({ cells: [{ name: 'text', type: 'varchar', value: text }] }), reason: 'why' }];

/** A bucket that holds what it is given once it is open. */
function slowBucket(isOpen: () => boolean) {
  const objects: [key: string, body: string][] = [];
  let tries = 0;
  let wake = (): void => undefined;
  const put: Buckets['put'] = async (_bucket, key, body) => {
    tries += 1;
    wake();
    if (!isOpen()) throw new BucketError('unavailable', `s3://bucket/${key}: connect ECONNREFUSED`);
    objects.push([key, String(body)]);
  };
  return {
    objects,
    get tries() { return tries; },
    /** Resolves with the next try. */
    nextTry: () => new Promise<void>((resolve) => { wake = resolve; }),
    put,
  };
}

describe('reject reports', () => {
  it('go out in their order once the bucket takes them, with one warning in between', async () => {
    let isOpen = false;
    const bucket = slowBucket(() => isOpen);
    const { store, table, warnings } = await open(':memory:', bucket.put);
    const tried = bucket.nextTry();
    for (const text of ['1', '2', '3']) await store.rejects.report(table, dropped(text));
    await tried;
    await bucket.nextTry();
    isOpen = true;
    await bucket.nextTry();
    await store.close();
    expect(bucket.objects.map(([, body]) => /"value":"(\d)"/.exec(body)?.[1])).toEqual(['1', '2', '3']);
    expect(warnings).toEqual([expect.stringMatching(/^reject reports of IoTMetrics.SensorReadings wait for the bucket bucket: .*ECONNREFUSED$/)]);
  });

  it('are tried once more when the store closes, and kept when that fails', async () => {
    const folder = temporaryFolder();
    let isOpen = false;
    const bucket = slowBucket(() => isOpen);
    const first = await open(folder, bucket.put);
    const tried = bucket.nextTry();
    await first.store.rejects.report(first.table, dropped());
    await tried;
    await first.store.close();
    expect(bucket.tries).toBe(2);
    expect(first.warnings).toContain('reject reports that could not be uploaded yet: 1');
    isOpen = true;
    const second = await open(folder, bucket.put);
    await second.store.close();
    expect(bucket.objects).toHaveLength(1);
    expect(second.warnings).toEqual([]);
  });

  it('do not keep a store from closing while an upload hangs, and are not lost by it', async () => {
    const folder = temporaryFolder();
    const hanging = await open(folder, () => new Promise(() => undefined));
    await hanging.store.rejects.report(hanging.table, dropped());
    await hanging.store.close();
    const bucket = slowBucket(() => true);
    await (await open(folder, bucket.put)).store.close();
    expect(bucket.objects).toHaveLength(1);
  });

  it('have the same key and body when a crash comes between the upload and its end', async () => {
    const folder = temporaryFolder();
    const afterCrash = temporaryFolder();
    const bucket = slowBucket(() => true);
    const { store, table } = await open(folder, async (...object: Parameters<Buckets['put']>) => {
      await bucket.put(...object);
      // What is on disk now is what a crash would leave.
      if (bucket.objects.length === 1) cpSync(folder, afterCrash, { recursive: true });
    });
    await store.rejects.report(table, dropped());
    await store.close();
    await (await open(afterCrash, bucket.put)).store.close();
    expect(bucket.objects).toHaveLength(2);
    expect(bucket.objects[1]).toEqual(bucket.objects[0]);
  });

  it('beyond 64 MiB that wait are dropped, with one warning, until there is room', async () => {
    let isOpen = false;
    const bucket = slowBucket(() => isOpen);
    const { store, table, warnings } = await open(':memory:', bucket.put);
    await store.rejects.report(table, dropped('x'.repeat(64 * 1024 * 1024)));
    for (const text of ['1', '2']) await store.rejects.report(table, dropped(text));
    expect(warnings.filter((line) => line.includes('more are dropped'))).toHaveLength(1);
    isOpen = true;
    await bucket.nextTry();
    await store.close();
    expect(bucket.objects).toHaveLength(1);
  });
});
