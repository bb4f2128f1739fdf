/** Writes the error report of a task to where the task was told to; called by batch-loads at the end of each run. */
import type { Buckets } from '../buckets/buckets';
import type { BatchLoadTask } from './batch-load-task';

/**
 * One object for a task: a later run writes it again, with what earlier runs had to report.
 *
 * @throws BucketError
 */
export async function writeReport({ taskId, request, errors }: BatchLoadTask, buckets: Buckets): Promise<void> {
  const { ReportS3Configuration: location } = request.ReportConfiguration;
  // It was required when the task was created.
  if (errors.isEmpty || location === undefined) return;
  const prefix = location.ObjectKeyPrefix === undefined ? '' : `${location.ObjectKeyPrefix.replace(/\/+$/, '')}/`;
  await buckets.put(location.BucketName, `${prefix}${taskId}/error_report.json`, JSON.stringify({ taskId, ...errors.toJSON() }, undefined, 2), 'application/json');
}
