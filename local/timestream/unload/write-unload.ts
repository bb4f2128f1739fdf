/** The rows of an UNLOAD into files, the files into the bucket, at last the metadata and the manifest; run-unload calls it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { OperationContext, QueryableStore } from '../operation';
import { onConnection } from '../query/on-connection';
import { chunksOf } from '../query/run-query';
import { inServiceWords } from './bucket-failure';
import { writeCsvFiles } from './csv-files';
import { manifestText, metadataText } from './manifest';
import { writeParquetFiles } from './parquet-files';
import type { UnloadPlan } from './plan-unload';
import { ResultFiles } from './result-files';

/** What is in the bucket now; rows and bytes of the result files only. */
export interface Unloaded {
  readonly rowCount: number;
  readonly byteLength: number;
  /** None without partitioned_by. */
  readonly partitionCount: number;
  readonly metadataUrl: string;
  readonly manifestUrl: string;
}

/**
 * Whatever is in the bucket when it fails stays there, as on the service, but no manifest names it.
 *
 * @param sql writes the query, compiled
 * @param signal stops it
 * @throws ServiceError in the service's words, or the cause of a failure of our own; also of one that the signal caused
 */
export async function writeUnload(
  plan: UnloadPlan, sql: () => string, queryId: string, { store, buckets }: Pick<OperationContext, 'store' | 'buckets'>, signal: AbortSignal,
): Promise<Unloaded> {
  const { destination } = plan;
  const { bucket, prefix } = destination;
  // Whether there is such a bucket is known before the query has run for an hour.
  await inServiceWords(destination, () => buckets.list(bucket, `${prefix}/${queryId}`, signal));
  const folder = await mkdtemp(join(store.scratchFolder, 'unload-'));
  try {
    const files = new ResultFiles({ destination, buckets, queryId, folder, signal }, plan);
    const partitions = await onConnection(store, signal, (connection) => writeFiles(plan, sql, store, connection, files));
    const put = async (kind: string, text: string) => {
      signal.throwIfAborted();
      const key = `${prefix}/${queryId}_${randomUUID()}_${kind}.json`;
      await inServiceWords(destination, () => buckets.put(bucket, key, text, 'application/json', signal));
      return `s3://${bucket}/${key}`;
    };
    const metadataUrl = await put('metadata', metadataText(plan));
    const manifestUrl = await put('manifest', manifestText(plan, files.files));
    return { rowCount: files.rowCount, byteLength: files.byteLength, partitionCount: partitions.size, metadataUrl, manifestUrl };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function writeFiles(plan: UnloadPlan, sql: () => string, store: QueryableStore, connection: DuckDBConnection, files: ResultFiles): Promise<ReadonlySet<string>> {
  if (plan.csv !== undefined) return writeCsvFiles(plan, plan.csv, chunksOf(store, connection, sql), files);
  return writeParquetFiles(plan, (write) => store.prepare(connection, () => write(sql())), connection, files);
}
