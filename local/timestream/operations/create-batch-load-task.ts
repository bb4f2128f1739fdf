/** CreateBatchLoadTask: checks what a batch load is to read and to become, and has it run. */
import { batchLoadRequest, batchLoadShape, type BatchLoadRequest } from '../batch-load/batch-load-request';
import type { PreparedTask } from '../batch-load/batch-loads';
import { checkPartitionKey } from '../batch-load/data-model';
import { readDataModel } from '../batch-load/read-data-model';
import { BucketError, type Buckets, type ListedObject } from '../buckets/buckets';
import { ServiceError } from '../errors';
import type { RequestContext, ServerOperation } from '../protocol/request-context';
import { parseInput } from '../protocol/shape';
import { existingTable } from '../store/change-definitions';

export const createBatchLoadTask: ServerOperation = async (members, context) => {
  const input = parseInput(batchLoadShape, members);
  const request = batchLoadRequest(input);
  const { taskId } = await context.batchLoads.create(input.ClientToken, request, () => prepare(request, context));
  return { TaskId: taskId };
};

async function prepare(request: BatchLoadRequest, { store, buckets }: RequestContext): Promise<PreparedTask> {
  const table = existingTable(store.databases, request.TargetDatabaseName, request.TargetTableName);
  const dataModel = await readDataModel(request, buckets);
  checkPartitionKey(dataModel, table.definition.partitionKey);
  const { BucketName: source, ObjectKeyPrefix: prefix = '' } = request.DataSourceConfiguration.DataSourceS3Configuration;
  const listed = await list(buckets, source, prefix);
  const { ReportS3Configuration: report } = request.ReportConfiguration;
  if (report !== undefined) await list(buckets, report.BucketName, report.ObjectKeyPrefix ?? '');
  // Consoles make such objects to show a folder.
  return { table, dataModel, files: listed.filter(({ key, bytes }) => bytes > 0 || !key.endsWith('/')) };
}

/** @throws ServiceError ValidationException when the bucket does not exist or cannot be reached */
async function list(buckets: Buckets, bucket: string, prefix: string): Promise<readonly ListedObject[]> {
  return buckets.list(bucket, prefix).catch((cause: unknown) => {
    throw cause instanceof BucketError ? new ServiceError('ValidationException', cause.message) : cause;
  });
}
