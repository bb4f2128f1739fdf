/** The local Kinesis is brought to what the template says, and nothing is lost on the way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Streams } from '../../../local/kinesis/store/streams';
import { createStreams } from '../../../local/start/create-streams';
import type { PackagedStream } from '../../../local/template/packaged-service';

const readings: PackagedStream = { name: 'readings', onDemand: false, shards: 1, retentionHours: 24, maxRecordSizeKib: 1024, tags: {} };

let folder: string;
let streams: Streams;
beforeEach(async () => {
  folder = mkdtempSync(`${tmpdir()}/streams-`);
  streams = await Streams.open(folder, { now: Date.now, warn: () => undefined });
});
afterEach(async () => {
  await streams.close();
  rmSync(folder, { recursive: true });
});

it('makes missing streams, changes settings of others, and leaves the rest alone', async () => {
  await createStreams(streams, [readings, { ...readings, name: 'other' }]);
  await streams.get('readings').put({ partitionKey: 'key', data: Buffer.from('kept') });
  await createStreams(streams, [{ ...readings, retentionHours: 48, maxRecordSizeKib: 2048, tags: { team: 'metering' } }]);
  expect(streams.get('readings').definition).toMatchObject({ retentionHours: 48, maxRecordSizeKib: 2048, tags: { team: 'metering' } });
  expect(streams.get('readings').shards[0]?.lastCounter).toBe(1);
  expect(streams.find('other')).toBeDefined();
});

it('refuses another number of shards, before anything is changed', async () => {
  await createStreams(streams, [readings]);
  await expect(createStreams(streams, [{ ...readings, name: 'new' }, { ...readings, shards: 2 }]))
    .rejects.toThrow('readings: the stream has 1 shards and cannot get 2 here; give it another name, or start with another data folder');
  expect(streams.find('new')).toBeUndefined();
});
