/** A Timestream server with a local S3 beside it and the official clients for both, for the tests of batch load. */
import { setTimeout } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import {
  CreateBatchLoadTaskCommand, DescribeBatchLoadTaskCommand, type BatchLoadTaskDescription, type CreateBatchLoadTaskCommandInput, type DataModel, type TimestreamWriteClient,
} from '@aws-sdk/client-timestream-write';
import { startS3 } from '../../../local/s3/server';
import type { TimestreamOptions } from '../../../local/timestream/server';
import { temporaryFolder } from '../../local/timestream/temporary-folder';
import { createTable, credentials, databaseName, startWriteService } from './write-service';

export const sourceBucket = 'source-bucket';
export const reportBucket = 'report-bucket';

export interface Buckets {
  readonly endpoint: string;
  put(key: string, body: string | Buffer): Promise<void>;
  /** The objects of the report bucket, by key. */
  reports(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function startBuckets(): Promise<Buckets> {
  const server = await startS3({ port: 0, host: '127.0.0.1', folder: temporaryFolder() });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  for (const Bucket of [sourceBucket, reportBucket]) await s3.send(new CreateBucketCommand({ Bucket }));
  return {
    endpoint,
    put: async (Key, Body) => { await s3.send(new PutObjectCommand({ Bucket: sourceBucket, Key, Body, ContentLength: Buffer.byteLength(Body) })); },
    reports: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: reportBucket }));
      const bodies = Contents.map(async ({ Key = '' }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: reportBucket, Key }));
        return [Key, JSON.parse(await Body?.transformToString() ?? '')] as const;
      });
      return Object.fromEntries(await Promise.all(bodies));
    },
    close: async () => {
      s3.destroy();
      await server.close();
    },
  };
}

export interface BatchLoadService {
  readonly client: TimestreamWriteClient;
  readonly endpoint: string;
  readonly buckets: Buckets;
  /** Puts the object, loads it with the model and waits for the end. */
  load(tableName: string, file: string | Buffer, model: DataModel, members?: Partial<CreateBatchLoadTaskCommandInput>): Promise<BatchLoadTaskDescription>;
  rows(query: string): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** @param given closed with the service as well */
export async function startBatchLoadService(options: Partial<TimestreamOptions> = {}, given?: Buckets): Promise<BatchLoadService> {
  const buckets = given ?? await startBuckets();
  const service = await startWriteService({ s3Endpoint: buckets.endpoint, ...options });
  const query = new TimestreamQueryClient({ endpoint: service.endpoint, region: 'us-east-1', credentials });
  return {
    client: service.client,
    endpoint: service.endpoint,
    buckets,
    load: async (tableName, file, model, members) => {
      await buckets.put(`${tableName}.csv`, file);
      await createTable(service.client, tableName, longRetention).catch((error: Error) => { if (error.name !== 'ConflictException') throw error; });
      const { TaskId } = await service.client.send(new CreateBatchLoadTaskCommand({ ...requestFor(tableName, model), ...members }));
      return whenEnded(service.client, TaskId);
    },
    rows: async (QueryString) => {
      const { Rows = [] } = await query.send(new QueryCommand({ QueryString }));
      return Rows.map(({ Data = [] }) => Data.map(({ ScalarValue }) => ScalarValue ?? null));
    },
    close: async () => {
      query.destroy();
      await service.close();
      await buckets.close();
    },
  };
}

/** Back to the epoch, nearly. */
export const longRetention = { RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 73_000 } };

export function requestFor(tableName: string, DataModel: DataModel): CreateBatchLoadTaskCommandInput {
  return {
    TargetDatabaseName: databaseName, TargetTableName: tableName,
    DataModelConfiguration: { DataModel },
    DataSourceConfiguration: { DataFormat: 'CSV', DataSourceS3Configuration: { BucketName: sourceBucket, ObjectKeyPrefix: `${tableName}.csv` } },
    ReportConfiguration: { ReportS3Configuration: { BucketName: reportBucket, ObjectKeyPrefix: 'reports' } },
  };
}

export async function describeTask(client: TimestreamWriteClient, TaskId: string | undefined): Promise<BatchLoadTaskDescription> {
  const { BatchLoadTaskDescription: task } = await client.send(new DescribeBatchLoadTaskCommand({ TaskId }));
  if (task === undefined) throw new Error('no description');
  return task;
}

const isEnded = ({ TaskStatus }: BatchLoadTaskDescription) => TaskStatus !== undefined && ['SUCCEEDED', 'FAILED', 'PROGRESS_STOPPED'].includes(TaskStatus);

/** Asks until the task is as it should be; throws when it ends otherwise. */
export async function whenTask(client: TimestreamWriteClient, taskId: string | undefined, isSo: (task: BatchLoadTaskDescription) => boolean): Promise<BatchLoadTaskDescription> {
  for (;;) {
    const task = await describeTask(client, taskId);
    if (isSo(task)) return task;
    if (isEnded(task)) throw new Error(`the task has ended: ${JSON.stringify(task)}`);
    await setTimeout(20);
  }
}

export function whenEnded(client: TimestreamWriteClient, taskId: string | undefined): Promise<BatchLoadTaskDescription> {
  return whenTask(client, taskId, isEnded);
}
