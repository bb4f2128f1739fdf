/** ListBatchLoadTasks: a page of all tasks, or of those in one status, the newest first. */
import { taskStatuses, taskSummary, type BatchLoadTask } from '../batch-load/batch-load-task';
import type { ServerOperation } from '../protocol/request-context';
import { integer, oneOf, parseInput, structure, text } from '../protocol/shape';
import { pageOf } from './page';

const input = structure({ TaskStatus: oneOf(...taskStatuses), MaxResults: integer({ min: 1, max: 100 }), NextToken: text() });

export const listBatchLoadTasks: ServerOperation = async (members, { batchLoads }) => {
  const { TaskStatus: status, ...paging } = parseInput(input, members);
  const tasks = batchLoads.list().filter((task) => status === undefined || task.status === status);
  const { page, ...next } = pageOf(tasks, listingKey, paging, `batch load tasks ${status ?? ''}`);
  return { BatchLoadTasks: page.map(taskSummary), ...next };
};

/** Pages go up by key, and the newest task has the greatest number. */
function listingKey({ number }: BatchLoadTask): string {
  return String(Number.MAX_SAFE_INTEGER - number).padStart(16, '0');
}
