/** Both ingest functions, whole, on the files of events/: the local Timestream server behind the real clients, a bucket in memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateDatabaseCommand, CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-timestream-write';
import type { KinesisStreamEvent } from 'aws-lambda';
import { startTimestream } from '../../local/timestream/server';
import type { CarriedMessage } from '../../shared/readings/carried-message';
import { writeClient } from '../../shared/timestream/clients';
import { startMemoryBucket, type MemoryBucket } from '../shared/dead-letters/memory-bucket';
import { setFunctionEnvironment } from './function-environment';
import { lambdaContext } from './lambda-context';

const DatabaseName = 'IoTMetrics';

let timestream: Awaited<ReturnType<typeof startTimestream>>;
let bucket: MemoryBucket;
let ingestIot: (event: unknown) => Promise<unknown>;
let ingestKinesis: (event: KinesisStreamEvent) => Promise<unknown>;

beforeAll(async () => {
  timestream = await startTimestream({ data: ':memory:' });
  bucket = await startMemoryBucket();
  setFunctionEnvironment({ endpoint: timestream.endpoint, database: DatabaseName });
  process.env['AWS_ENDPOINT_URL_S3'] = bucket.endpoint;
  await writeClient().send(new CreateDatabaseCommand({ DatabaseName }));
  await createTable('Kpis');
  const iot = await import('../../functions/ingest-iot');
  const kinesis = await import('../../functions/ingest-kinesis');
  ingestIot = (event) => iot.handler(event, lambdaContext());
  ingestKinesis = (event) => kinesis.handler(event, lambdaContext());
});
beforeEach(async () => {
  bucket.objects.clear();
  await createTable('SensorReadings');
});
afterEach(() => writeClient().send(new DeleteTableCommand({ DatabaseName, TableName: 'SensorReadings' })).catch(() => undefined));
afterAll(async () => {
  writeClient().destroy();
  await timestream.close();
  await bucket.close();
});

async function createTable(TableName: string): Promise<void> {
  const MagneticStoreWriteProperties = { EnableMagneticStoreWrites: true };
  const RetentionProperties = { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 };
  await writeClient().send(new CreateTableCommand({ DatabaseName, TableName, RetentionProperties, MagneticStoreWriteProperties }));
}

function eventOf<E>(file: string): E {
  return JSON.parse(readFileSync(join(__dirname, '../../events', file), 'utf8')) as E; // the file's name says what it is
}

/** A file of events/ as if it had happened now. */
const carriedNow = (file: string) => ({ ...eventOf<CarriedMessage>(file), receivedAt: Date.now() });
const withPayload = (event: CarriedMessage, content: object) => ({ ...event, payload: Buffer.from(JSON.stringify(content)).toString('base64') });
const storedReasons = () => [...bucket.objects.keys()].map((path) => /^dead-letters\/reason=([^/]+)/.exec(path)?.[1]);

describe('ingest-iot', () => {
  it('writes a reading, and the same one again without harm', async () => {
    const event = carriedNow('ingest-iot.json');
    expect(await ingestIot(event)).toEqual({ written: 1, superseded: 0, retried: 0, dead_lettered: 0, metered_kib: 1, ignored_fields: 0, skipped_values: 0 });
    expect(await ingestIot(event)).toMatchObject({ written: 1 });
    expect(storedReasons()).toEqual([]);
  });

  it('dead-letters other values for the same record as a conflict: the first ones stand', async () => {
    const event = carriedNow('ingest-iot.json');
    await ingestIot(withPayload(event, { temperature: 1 }));
    expect(await ingestIot(withPayload(event, { temperature: 2 }))).toMatchObject({ written: 0, dead_lettered: 1, dead_lettered_conflict: 1 });
    expect(storedReasons()).toEqual(['conflict']);
  });

  it('settles the file as it stands at any date: as a late arrival, or as a dead letter once it is too old for the table', async () => {
    const { written, dead_lettered } = (await ingestIot(eventOf('ingest-iot.json'))) as Record<string, number>; // the counts
    expect([written, dead_lettered]).toEqual(written === 1 ? [1, 0] : [0, 1]);
  });

  it('stores a malformed message with its bytes, and succeeds', async () => {
    const event = eventOf<CarriedMessage>('ingest-iot-malformed.json');
    expect(await ingestIot(event)).toMatchObject({ written: 0, dead_lettered: 1, dead_lettered_not_json: 1 });
    expect([...bucket.objects.values()].map((body) => JSON.parse(body) as unknown)).toMatchObject([
      { reason: 'not-json', payload: event.payload, topic: event.topic, clientId: event.clientId, receivedAt: event.receivedAt, function: 'ingest-iot' },
    ]);
  });

  it('keeps a DOUBLE a DOUBLE: whole numbers and fractions go into one column', async () => {
    const event = carriedNow('ingest-iot.json');
    const readings = [20, 20.5, '21'].map((temperature, index) => ({ temperature, ts: new Date(event.receivedAt - index * 1000).toISOString() }));
    expect(await ingestIot(withPayload(event, readings))).toMatchObject({ written: 3, dead_lettered: 0 });
  });

  it('fails, so that Lambda tries again, while the table is missing', async () => {
    await writeClient().send(new DeleteTableCommand({ DatabaseName, TableName: 'SensorReadings' }));
    await expect(ingestIot(carriedNow('ingest-iot.json'))).rejects.toMatchObject({ name: 'UnsettledReadingsError', cause: { name: 'ResourceNotFoundException' } });
    expect(storedReasons()).toEqual([]);
  });

  it('fails for an event that no carrying rule makes', async () => {
    await expect(ingestIot({ temperature: 21 })).rejects.toThrow('not what the carrying rule makes');
  });
});

describe('ingest-kinesis', () => {
  it('writes the readings of envelopes and gateways, dead-letters the malformed record, and names no failure', async () => {
    expect(await ingestKinesis(eventOf('ingest-kinesis.json'))).toEqual({ batchItemFailures: [] });
    expect(storedReasons()).toContain('not-json');
  });

  it('names the lowest record that must come again', async () => {
    await writeClient().send(new DeleteTableCommand({ DatabaseName, TableName: 'SensorReadings' }));
    const event = eventOf<KinesisStreamEvent>('ingest-kinesis.json');
    const [good, , malformed] = event.Records;
    expect(await ingestKinesis({ Records: [malformed!, good!, malformed!] })).toEqual({ batchItemFailures: [{ itemIdentifier: good!.kinesis.sequenceNumber }] });
  });
});
