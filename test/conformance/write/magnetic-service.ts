/** A server with buckets beside it, a clock that stands still and both clients, for the tests of the magnetic store beside. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient, WriteRecordsCommand, type CreateTableCommandInput, type _Record } from '@aws-sdk/client-timestream-write';
import { startS3, type S3Server } from '../../../local/s3/server';
import { startTimestream, type RunningTimestream, type TimestreamOptions } from '../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';

export const databaseName = 'IoTMetrics';
export const nowMs = Date.UTC(2026, 5, 1, 12);
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A table whose memory store reaches an hour back, and whose magnetic store takes late records of ten years. */
export const lateTable = {
  RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 3650 },
  MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
};

export const rejectsTo = (BucketName: string, ObjectKeyPrefix?: string) => ({
  ...lateTable,
  MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: { S3Configuration: { BucketName, ObjectKeyPrefix } } },
});

/** A reading of one sensor, three hours old. */
export const late = (members: Partial<_Record> = {}): _Record => ({
  Dimensions: [{ Name: 'device_id', Value: 'sensor-001' }], MeasureName: 'temperature', MeasureValue: '22.7', Time: String(nowMs - 3 * hourMs), ...members,
});

export interface Clients {
  readonly write: TimestreamWriteClient;
  readonly query: TimestreamQueryClient;
  createTable(tableName: string, members?: Partial<CreateTableCommandInput>): Promise<void>;
  ingest(tableName: string, records: _Record[], common?: _Record): ReturnType<typeof ingested>;
  /** Scalars as text, NULL as null. */
  rows(text: string): Promise<(string | null)[][]>;
  destroy(): void;
}

async function ingested(write: TimestreamWriteClient, tableName: string, records: _Record[], common?: _Record) {
  return (await write.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName: tableName, Records: records, CommonAttributes: common }))).RecordsIngested;
}

export function clientsFor(endpoint: string): Clients {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 };
  const write = new TimestreamWriteClient(settings);
  const query = new TimestreamQueryClient(settings);
  return {
    write,
    query,
    createTable: async (TableName, members = lateTable) => {
      await write.send(new CreateDatabaseCommand({ DatabaseName: databaseName })).catch((error: Error) => {
        if (error.name !== 'ConflictException') throw error;
      });
      await write.send(new CreateTableCommand({ DatabaseName: databaseName, TableName, ...members }));
    },
    ingest: (tableName, records, common) => ingested(write, tableName, records, common),
    rows: async (text) => {
      const { Rows = [] } = await query.send(new QueryCommand({ QueryString: text }));
      return Rows.map(({ Data = [] }) => Data.map(({ ScalarValue }) => ScalarValue ?? null));
    },
    destroy: () => {
      write.destroy();
      query.destroy();
    },
  };
}

export interface MagneticService extends Clients {
  readonly server: RunningTimestream;
  readonly warnings: readonly string[];
  advance(ms: number): void;
  close(): Promise<void>;
}

export async function startMagneticService(options: Partial<TimestreamOptions> = {}): Promise<MagneticService> {
  const warnings: string[] = [];
  const server = await startTimestream({ data: ':memory:', nowNs: () => BigInt(nowMs) * 1_000_000n, warn: (line) => warnings.push(line), ...options });
  const clients = clientsFor(server.endpoint);
  return {
    ...clients,
    server,
    warnings,
    advance: (advanceMs) => server.control.change({ clock: { advanceMs } }),
    close: async () => {
      clients.destroy();
      await server.close();
    },
  };
}

export interface Report {
  readonly key: string;
  readonly reportId: string;
  readonly errors: readonly { readonly reason: string; readonly records: readonly Record<string, unknown>[] }[];
}

export interface LocalBuckets {
  readonly endpoint: string;
  readonly port: number;
  make(bucket: string): Promise<void>;
  /** The reports in a bucket, by key. */
  reports(bucket: string): readonly Report[];
  /** Takes the S3 away, and with `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const host = '127.0.0.1';

/** The local S3, over a folder of its own. */
export async function startBuckets(): Promise<LocalBuckets> {
  const folder = temporaryFolder();
  let s3: S3Server = await startS3({ port: 0, host, folder });
  const { endpoint, port } = s3;
  return {
    endpoint,
    port,
    make: async (bucket) => { expect((await fetch(`${endpoint}/${bucket}`, { method: 'PUT' })).status).toBe(200); },
    reports: (bucket) => filesIn(join(folder, bucket)).map((key) => ({ key, ...JSON.parse(readFileSync(join(folder, bucket, key), 'utf8')) as Omit<Report, 'key'> })),
    stop: () => s3.close(),
    start: async () => { s3 = await startS3({ port, host, folder }); },
  };
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.json')).sort();
}

const patienceMs = 50_000;
/** Long enough for the server to get on with it, also in the same process. */
const pauseMs = 50;

/** Asks until the answer is as wanted. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isSo(); waitedMs += pauseMs) {
    if (waitedMs > patienceMs) throw new Error(`not within ${patienceMs} ms: ${isSo}`);
    await delay(pauseMs);
  }
}

export { removeTemporaryFolders, temporaryFolder };
