/** The rows of a compiled query -> Parquet files, which DuckDB writes; run-unload gives it the connection. */
import { rm, stat } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { stringLiteral } from '../sql/print/literal';
import { parquetPartitions } from './parquet-partitions';
import { parquetSelect, quoted } from './parquet-select';
import type { UnloadPlan } from './plan-unload';
import type { ResultFiles } from './result-files';

interface ParquetFile {
  readonly path: string;
  readonly byteLength: number;
  readonly rowCount: number;
}

/** Prepares a statement that has the SQL of the query in it. */
export type PrepareWith = (write: (sql: string) => string) => Promise<DuckDBPreparedStatement>;

/**
 * The query runs once, into one file; that file is taken apart where there are partitions, or too many bytes.
 *
 * @param connection the one that statements are prepared on
 * @returns the folders of the partitions
 * @throws ServiceError when they are too many
 */
export async function writeParquetFiles(plan: UnloadPlan, prepareWith: PrepareWith, connection: DuckDBConnection, files: ResultFiles): Promise<ReadonlySet<string>> {
  const { isCompressed, partitions } = plan;
  const copy = async (select: string) => {
    const path = files.nextPath();
    return copied(path, await connection.prepare(copySql(path, select, isCompressed)));
  };
  const path = files.nextPath();
  const whole = await copied(path, await prepareWith((sql) => copySql(path, parquetSelect(plan, sql), isCompressed)));
  if (partitions.length === 0) {
    await sendInParts('', whole, plan, copy, files);
    return new Set();
  }
  const folders = new Set<string>();
  const columns = plan.columns.map(({ name }) => quoted(name)).join(', ');
  for (const { folder, condition } of await parquetPartitions(rowsOf(whole), plan, connection)) {
    folders.add(folder);
    await sendInParts(folder, await copy(`SELECT ${columns} FROM ${rowsOf(whole)} WHERE ${condition}`), plan, copy, files);
  }
  // No manifest for rows that are lost or doubled.
  if (files.rowCount !== whole.rowCount) throw new Error(`the partitions have ${files.rowCount} rows of ${whole.rowCount}`);
  await rm(whole.path);
  return folders;
}

function copySql(path: string, select: string, isCompressed: boolean): string {
  return `COPY (${select}) TO ${stringLiteral(path)} (FORMAT PARQUET, COMPRESSION ${isCompressed ? 'GZIP' : 'UNCOMPRESSED'})`;
}

/** Runs a COPY to the path. */
async function copied(path: string, statement: DuckDBPreparedStatement): Promise<ParquetFile> {
  try {
    const [[rowCount] = []] = (await statement.runAndReadAll()).getRows();
    const { size } = await stat(path);
    return { path, byteLength: size, rowCount: Number(rowCount) };
  } finally {
    statement.destroySync();
  }
}

/** Folders that look like `name=value` are none of its columns. */
const rowsOf = ({ path }: ParquetFile) => `read_parquet(${stringLiteral(path)}, hive_partitioning = false)`;

/** Sends a file, or as many of about the same number of rows as keep below the limit. Without rows there is none. */
async function sendInParts(
  folder: string, file: ParquetFile, { maxFileBytes }: UnloadPlan, copy: (select: string) => Promise<ParquetFile>, files: ResultFiles,
): Promise<void> {
  if (file.rowCount === 0) return rm(file.path);
  if (file.byteLength <= maxFileBytes) return files.send(folder, file);
  const rows = rowsPerPart(file, maxFileBytes);
  for (let first = 0; first < file.rowCount; first += rows) {
    await files.send(folder, await copy(`SELECT * FROM ${rowsOf(file)} LIMIT ${rows} OFFSET ${first}`));
  }
  return rm(file.path);
}

/** @returns rows, of about equal bytes each, that a part below the limit has */
export function rowsPerPart({ byteLength, rowCount }: Pick<ParquetFile, 'byteLength' | 'rowCount'>, maxBytes: number): number {
  return Math.ceil(rowCount / Math.ceil(byteLength / maxBytes));
}
