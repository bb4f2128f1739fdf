/** Loads one file of a task from where the task is: rows to records, into the store, failures into the task's errors; called by run-task. */
import { setImmediate } from 'node:timers/promises';
import { BucketError, type ListedObject } from '../buckets/buckets';
import type { BatchLoadTask } from './batch-load-task';
import { csvDialectOf, type CsvDialect } from './csv-dialect';
import { csvSlices, fileStart, type CsvRow, type CsvSlice } from './csv-rows';
import { FileError } from './file-bytes';
import { maxFileBytes } from './limits';
import { loadRows } from './load-rows';
import type { Loading } from './loading';
import { openObject } from './open-object';
import { rowMapper, type RowMapper } from './row-mapper';

/** The log is synced once for a slice, and the store decides on it in some hundredths of a second. */
const rowsPerSlice = 2000;

/** @throws what makes the task stop; what is wrong with the file is in the task's errors afterwards */
export async function loadFile(file: ListedObject, loading: Loading): Promise<void> {
  const { task } = loading;
  try {
    if (file.bytes > maxFileBytes) throw new FileError(`The file has ${file.bytes} bytes, more than ${maxFileBytes}.`, 1);
    await loadSlices(file, loading);
  } catch (cause) {
    const problem = fileProblem(cause);
    if (problem === undefined) throw cause;
    task.progress.FileFailures += 1;
    task.errors.addFileError(file.key, problem.message, { firstLine: problem.line, lastLine: problem.line });
  }
}

async function loadSlices(file: ListedObject, loading: Loading): Promise<void> {
  const { task, signal, nowNs, save } = loading;
  const dialect = csvDialectOf(task.request.DataSourceConfiguration.CsvConfiguration ?? {});
  const header = await readHeader(file, dialect, loading);
  const map = mapperOf(header.rows[0], dialect, task);
  const from = task.place.byte === 0 ? header.end : task.place;
  for await (const slice of csvSlices(await open(file, loading), dialect, from, rowsPerSlice)) {
    signal.throwIfAborted();
    await loadRows(slice.rows, map, file.key, loading);
    task.place = slice.end;
    task.updatedMs = Number(nowNs() / 1_000_000n);
    await save();
    // Requests that came meanwhile go first.
    await setImmediate();
  }
}

async function readHeader(file: ListedObject, dialect: CsvDialect, loading: Loading): Promise<CsvSlice> {
  for await (const slice of csvSlices(await open(file, loading), dialect, fileStart, 1)) return slice;
  throw new FileError('The file has no header.', 1);
}

function open(file: ListedObject, { task, buckets, signal }: Loading): ReturnType<typeof openObject> {
  return openObject(buckets, task.request.DataSourceConfiguration.DataSourceS3Configuration.BucketName, file, signal);
}

/** @throws FileError when the header is not what the data model maps */
function mapperOf(header: CsvRow | undefined, { nullValue }: CsvDialect, { dataModel, request }: BatchLoadTask): RowMapper {
  if (header === undefined) throw new FileError('The file has no header.', 1);
  if ('problem' in header) throw new FileError(header.problem, header.firstLine);
  const mapper = rowMapper({ dataModel, version: BigInt(request.recordVersion), ...(nullValue !== undefined && { nullValue }) }, header.values);
  if ('problem' in mapper) throw new FileError(mapper.problem, header.firstLine);
  return mapper.map;
}

function fileProblem(cause: unknown): FileError | undefined {
  if (cause instanceof FileError) return cause;
  if (!(cause instanceof BucketError)) return undefined;
  if (cause.kind === 'no-such-key') return new FileError('The file is not in the bucket any more.', 1);
  // Where its predecessor was left may be in the middle of a row of this one.
  return cause.kind === 'changed' ? new FileError('The file is another than when the task was created.', 1) : undefined;
}
