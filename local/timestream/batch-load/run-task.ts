/** Runs a batch load task over its files to its end, or to where it has to stop; started by task-runner. */
import { BucketError } from '../buckets/buckets';
import { tableNotFound } from '../store/change-definitions';
import { fileStart } from './csv-rows';
import { maxFiles, maxTaskBytes } from './limits';
import { loadFile } from './load-file';
import type { Loading } from './loading';

/** How a run ended; one that stopped may go on later. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** With a cause when it is none that clients are told. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly cause?: unknown };

export async function runTask(loading: Loading): Promise<RunEnd> {
  const { task, table, save, signal } = loading;
  const problem = sourceProblem(task.files);
  if (problem !== undefined) return { kind: 'failed', reason: problem };
  try {
    for (let file = task.files[task.fileNumber]; file; file = task.files[task.fileNumber]) {
      await loadFile(file, loading);
      task.fileNumber += 1;
      task.place = fileStart;
      await save();
    }
    return { kind: 'done' };
  } catch (cause) {
    if (table.deleted) return { kind: 'failed', reason: tableNotFound(table.definition.tableName).message };
    if (signal.aborted) return { kind: 'stopped', reason: 'The server was stopped.' };
    if (cause instanceof BucketError) return { kind: 'stopped', reason: cause.message, cause: cause.cause };
    return { kind: 'stopped', reason: 'The server failed, see its output.', cause };
  }
}

function sourceProblem(files: Loading['task']['files']): string | undefined {
  if (files.length === 0) return 'There is no file under the prefix of the data source.';
  if (files.length > maxFiles) return `The data source has ${files.length} files, more than ${maxFiles}.`;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return bytes > maxTaskBytes ? `The files of the data source have ${bytes} bytes, more than ${maxTaskBytes}.` : undefined;
}
