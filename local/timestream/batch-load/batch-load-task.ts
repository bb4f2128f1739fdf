/** One batch load task: what it was asked for, how far it is, and its form in DuckDB and in answers; batch-loads keeps them all. */
import type { ListedObject } from '../buckets/buckets';
import type { BatchLoadRequest } from './batch-load-request';
import { fileStart, type Place } from './csv-rows';
import type { DataModel } from './data-model';
import { TaskErrors, type ErrorReport } from './task-errors';

export const taskStatuses = ['CREATED', 'IN_PROGRESS', 'FAILED', 'SUCCEEDED', 'PROGRESS_STOPPED', 'PENDING_RESUME'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/**
 * Processed is the sum of ingested, parse failures and ingestion failures: a row that cannot be parsed counts as one, others
 * as the records they mean.
 */
export interface Progress {
  RecordsProcessed: number;
  RecordsIngested: number;
  ParseFailures: number;
  RecordIngestionFailures: number;
  FileFailures: number;
  BytesMetered: number;
}

/** What is asked for stands; what is not readonly changes while it runs. */
export interface BatchLoadTask {
  readonly taskId: string;
  /** In the order of creation. */
  readonly number: number;
  readonly clientToken?: string;
  readonly request: BatchLoadRequest;
  /** Another table may take the name of a deleted one. */
  readonly tableId: number;
  readonly dataModel: DataModel;
  readonly files: readonly ListedObject[];
  readonly createdMs: number;
  updatedMs: number;
  status: TaskStatus;
  /** Why it stopped or failed as a whole. */
  errorMessage?: string;
  resumableUntilMs?: number;
  /** Up to where all rows are stored or reported: in which of the files, and where in it. */
  fileNumber: number;
  place: Place;
  readonly progress: Progress;
  readonly errors: TaskErrors;
}

export type NewTask = Pick<BatchLoadTask, 'taskId' | 'number' | 'clientToken' | 'request' | 'tableId' | 'dataModel' | 'files' | 'createdMs'>;

export function newBatchLoadTask(task: NewTask): BatchLoadTask {
  return {
    ...task,
    updatedMs: task.createdMs,
    status: 'CREATED',
    fileNumber: 0,
    place: fileStart,
    progress: { RecordsProcessed: 0, RecordsIngested: 0, ParseFailures: 0, RecordIngestionFailures: 0, FileFailures: 0, BytesMetered: 0 },
    errors: new TaskErrors(),
  };
}

/** Those that run or wait to. */
export function isActive({ status }: BatchLoadTask): boolean {
  return status === 'CREATED' || status === 'IN_PROGRESS' || status === 'PENDING_RESUME';
}

/** @param text what JSON.stringify made of a task */
export function taskFromJson(text: string): BatchLoadTask {
  // It is our own; only the errors are more than their JSON.
  const written = JSON.parse(text) as Omit<BatchLoadTask, 'errors'> & { readonly errors: ErrorReport };
  return { ...written, errors: new TaskErrors(written.errors) };
}

/** As ListBatchLoadTasks shows it. */
export function taskSummary({ taskId, status, request, createdMs, updatedMs, resumableUntilMs }: BatchLoadTask): object {
  return {
    TaskId: taskId,
    TaskStatus: status,
    DatabaseName: request.TargetDatabaseName,
    TableName: request.TargetTableName,
    CreationTime: createdMs / 1000,
    LastUpdatedTime: updatedMs / 1000,
    ResumableUntil: resumableUntilMs === undefined ? undefined : resumableUntilMs / 1000,
  };
}

/** As DescribeBatchLoadTask shows it. */
export function taskDescription(task: BatchLoadTask): object {
  const { DatabaseName: TargetDatabaseName, TableName: TargetTableName, ...summary } = taskSummary(task) as { DatabaseName: string; TableName: string };
  const { recordVersion, ...request } = task.request;
  return { ...summary, ...request, ErrorMessage: task.errorMessage, ProgressReport: task.progress, RecordVersion: BigInt(recordVersion), TargetDatabaseName, TargetTableName };
}
