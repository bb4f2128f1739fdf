/** What loading a task needs, handed from task-runner to run-task, load-file and load-rows. */
import type { Buckets } from '../buckets/buckets';
import type { Store } from '../store/store';
import type { Table } from '../store/table';
import type { BatchLoadTask } from './batch-load-task';

export interface Loading {
  readonly task: BatchLoadTask;
  readonly table: Table;
  readonly store: Store;
  readonly buckets: Buckets;
  readonly nowNs: () => bigint;
  /** Keeps the task as it is now, unless it was kept just before. */
  readonly save: () => Promise<void>;
  readonly signal: AbortSignal;
}
