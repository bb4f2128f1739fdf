/** Result files of an UNLOAD without a server: a query over no tables, a DuckDB that may write, and a bucket that only remembers. */
import { readFileSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { noBuckets, type Buckets } from '../../../../local/timestream/buckets/buckets';
import type { Catalog } from '../../../../local/timestream/catalog';
import { chunksOf } from '../../../../local/timestream/query/run-query';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { registerJavascriptFunctions } from '../../../../local/timestream/sql/javascript/register';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import { writeCsvFiles } from '../../../../local/timestream/unload/csv-files';
import { writeParquetFiles } from '../../../../local/timestream/unload/parquet-files';
import { planUnload, type UnloadPlan } from '../../../../local/timestream/unload/plan-unload';
import { ResultFiles } from '../../../../local/timestream/unload/result-files';

export const noTables: Catalog = { databaseNames: () => [], tableNames: () => undefined, table: () => undefined };

export async function openDuckDb(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  registerJavascriptFunctions(connection);
  return connection;
}

interface Written {
  readonly folders: ReadonlySet<string>;
  readonly files: ResultFiles;
  /** What was put, by key. */
  readonly objects: ReadonlyMap<string, Buffer>;
}

/**
 * @param folder for files on their way
 * @param limits in the place of those of the statement, which may be no smaller than the service's
 */
export async function writtenFiles(connection: DuckDBConnection, folder: string, text: string, limits: Partial<UnloadPlan> = {}): Promise<Written> {
  const statement = parseStatement(text);
  if (statement.kind !== 'unload') throw new Error('not an UNLOAD');
  const compiled = compileQuery(statement.query, text, noTables, { nowNs: 0n });
  const plan = { ...planUnload(statement, compiled.columns), ...limits };
  const objects = new Map<string, Buffer>();
  const buckets: Buckets = {
    ...noBuckets,
    put: async (_bucket, key, body) => {
      if (typeof body === 'string' || body instanceof Uint8Array) throw new Error('result files come from the disk');
      const bytes = readFileSync(body.file);
      if (bytes.length !== body.bytes) throw new Error(`${key} has ${bytes.length} bytes, not ${body.bytes}`);
      objects.set(key, bytes);
    },
  };
  const files = new ResultFiles({ destination: plan.destination, buckets, queryId: 'AED', folder, signal: new AbortController().signal }, plan);
  const folders = plan.csv === undefined
    ? await writeParquetFiles(plan, (write) => connection.prepare(write(compiled.sql())), connection, files)
    : await writeCsvFiles(plan, plan.csv, chunksOf({ prepare: (on, sql) => on.prepare(sql()) }, connection, () => compiled.sql()), files);
  return { folders, files, objects };
}
