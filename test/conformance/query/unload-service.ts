/** A query service beside a local S3 with one bucket, and what the cases of UNLOAD find in it. */
import { gunzipSync } from 'node:zlib';
import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/client-timestream-query';
import { CreateBucketCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { startS3, type S3Server } from '../../../local/s3/server';
import type { TimestreamOptions } from '../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { scalarText, startQueryService, type QueryService } from './query-service';

export const bucket = 'exports';

export interface Manifest {
  readonly result_files: readonly { readonly url: string; readonly file_metadata: { readonly content_length_in_bytes: number; readonly row_count: number } }[];
  readonly query_metadata: { readonly content_length_in_bytes: number; readonly total_row_count: number; readonly result_format: string; readonly result_version: string };
  readonly author: { readonly name: string; readonly manifest_file_version: string };
}

export interface Unloaded {
  readonly answer: QueryCommandOutput;
  readonly queryId: string;
  readonly rows: number;
  readonly manifest: Manifest;
  readonly metadata: { readonly ColumnInfo: readonly unknown[]; readonly Author: unknown };
  readonly metadataUrl: string;
  readonly manifestUrl: string;
  /** Result files by key. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export interface UnloadService extends QueryService {
  /** Runs the statement and reads all that it names. */
  unload(statement: string, input?: Partial<QueryCommandInput>): Promise<Unloaded>;
  /** The bytes of all objects whose key begins so, by key. */
  objects(prefix: string): Promise<ReadonlyMap<string, Buffer>>;
}

export async function startUnloadService(options: Partial<TimestreamOptions> = {}): Promise<UnloadService> {
  const server = await startS3({ port: 0, host: '127.0.0.1', folder: temporaryFolder() });
  const s3 = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const service = await startQueryService({ s3Endpoint: server.endpoint, ...options });
  const objects = (prefix: string) => readObjects(s3, prefix);
  return {
    ...service,
    get local() { return service.local; },
    objects,
    unload: async (statement, input = {}) => unloaded(await service.query.send(new QueryCommand({ QueryString: statement, ...input })), objects),
    close: () => close(service, s3, server),
  };
}

async function close(service: QueryService, s3: S3Client, server: S3Server): Promise<void> {
  await service.close();
  s3.destroy();
  await server.close();
  removeTemporaryFolders();
}

async function readObjects(s3: S3Client, Prefix: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix })) {
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      found.set(Key, Buffer.from(await Body!.transformToByteArray()));
    }
  }
  return found;
}

export async function unloaded(answer: QueryCommandOutput, objects: UnloadService['objects']): Promise<Unloaded> {
  const [rows, metadataUrl, manifestUrl] = (answer.Rows?.[0]?.Data ?? []).map(scalarText);
  const json = async (url: string | null | undefined) => JSON.parse(String((await objects(keyOf(url))).get(keyOf(url)))) as unknown;
  const manifest = await json(manifestUrl) as Manifest;
  const files = new Map<string, Buffer>();
  for (const { url } of manifest.result_files) for (const [key, bytes] of await objects(keyOf(url))) files.set(key, bytes);
  return {
    answer, queryId: answer.QueryId ?? '', rows: Number(rows), manifest, metadata: await json(metadataUrl) as Unloaded['metadata'],
    metadataUrl: metadataUrl ?? '', manifestUrl: manifestUrl ?? '', files,
  };
}

function keyOf(url: string | null | undefined): string {
  return url?.replace(`s3://${bucket}/`, '') ?? 'no url';
}

/** The texts of all files one after the other, unpacked where they are packed. */
export function textOf({ files }: Pick<Unloaded, 'files'>): string {
  return [...files].map(([key, bytes]) => (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).join('');
}
