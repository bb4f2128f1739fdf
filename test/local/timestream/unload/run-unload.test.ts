/** An UNLOAD as a query of its own: what fails, what is stopped, and what takes longer than a call. */
import { existsSync, readdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { BucketError, type Buckets } from '../../../../local/timestream/buckets/buckets';
import { ServiceError } from '../../../../local/timestream/errors';
import type { OperationContext, QueryableStore } from '../../../../local/timestream/operation';
import { Queries } from '../../../../local/timestream/query/queries';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import { planUnload } from '../../../../local/timestream/unload/plan-unload';
import { runUnload } from '../../../../local/timestream/unload/run-unload';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { noTables } from './written-files';

let instance: DuckDBInstance;
let store: QueryableStore;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  store = {
    catalog: noTables, flush: async () => {}, scratchFolder: temporaryFolder(), connect: () => instance.connect(),
    prepare: (connection, sql) => connection.prepare(sql()), release: async (connection) => connection.closeSync(), discard: (connection) => connection.closeSync(),
  };
});
afterAll(() => {
  instance.closeSync();
  removeTemporaryFolders();
});
afterEach(() => { expect(readdirSync(store.scratchFolder)).toEqual([]); });

/** A bucket that keeps the keys of what is put into it. */
function bucketOf(put: (key: string) => void = () => undefined): Buckets & { readonly keys: string[] } {
  const keys: string[] = [];
  return {
    keys,
    list: () => Promise.resolve([]),
    read: () => Promise.reject(new Error('UNLOAD reads nothing')),
    put: async (_bucket, key, body) => {
      if (typeof body === 'object' && 'file' in body) expect(existsSync(body.file)).toBe(true);
      put(key);
      keys.push(key);
    },
  };
}

const contextOf = (buckets: Buckets, queries = new Queries()): OperationContext => ({
  store, queries, buckets, emptyFirstPage: false, nowNs: () => 0n, principal: 'p', region: 'us-east-1', accountId: '0', extensions: false,
});

const thousand = 'SELECT 1 AS a, n % 2 AS part FROM UNNEST(sequence(1, 1000)) AS t(n)';
const endless = `SELECT ${['a', 'b', 'c', 'd'].map((t) => `${t}.n`).join(' + ')} AS n FROM ${['a', 'b', 'c', 'd'].map((t) => `UNNEST(sequence(1, 9999)) AS ${t}(n)`).join(', ')}`;
const statementOf = (select: string, options = "format = 'CSV'") => `UNLOAD (${select}) TO 's3://bucket/p' WITH (${options})`;

function run(text: string, buckets: Buckets, signal: AbortSignal, limits: { maxFileBytes?: number } = {}) {
  const statement = parseStatement(text);
  if (statement.kind !== 'unload') throw new Error('not an UNLOAD');
  const compiled = compileQuery(statement.query, text, noTables, { nowNs: 0n });
  const plan = { ...planUnload(statement, compiled.columns), ...limits };
  return runUnload(plan, compiled, { nowNs: 0n }, 'AED', contextOf(buckets), signal);
}

const never = () => new AbortController().signal;

describe.each(['CSV', 'PARQUET'])('UNLOAD to %s', (format) => {
  const options = `format = '${format}', partitioned_by = ARRAY['part']`;

  test('writes its result files first, then the metadata, then the manifest', async () => {
    const bucket = bucketOf();
    const { rows, written } = await run(statementOf(thousand, options), bucket, never());
    expect(bucket.keys.map((key) => key.replace(/AED_[0-9a-f-]{36}/, 'id'))).toEqual([
      expect.stringMatching(/^p\/results\/part=[01]\/id\./), expect.stringMatching(/^p\/results\/part=[01]\/id\./), 'p/id_metadata.json', 'p/id_manifest.json',
    ]);
    expect(rows.read(0, 1)).toContain('{"ScalarValue":"1000"},{"ScalarValue":"s3://bucket/p/AED_');
    expect(written).toMatchObject({ UnloadPartitionCount: 2, UnloadWrittenRows: 1000 });
  });

  test('whose bucket fails in the middle says so, and writes no manifest', async () => {
    const bucket = bucketOf(() => { if (bucket.keys.length === 1) throw new BucketError('unavailable', 's3://bucket: it rained in'); });
    await expect(run(statementOf(thousand, options), bucket, never())).rejects
      .toMatchObject({ code: 'QueryExecutionException', message: "UNLOAD cannot write to the bucket 'bucket': s3://bucket: it rained in" });
    expect(bucket.keys).toEqual([expect.stringContaining('/results/')]);
  });

  test('that is stopped between two files ends with the reason; what is written stays', async () => {
    const stop = new AbortController();
    const reason = new ServiceError('ConflictException', 'stopped');
    const bucket = bucketOf(() => stop.abort(reason));
    await expect(run(statementOf(thousand, options), bucket, stop.signal)).rejects.toBe(reason);
    expect(bucket.keys).toEqual([expect.stringContaining('/results/')]);
  });

  test('that would never end is stopped where it runs', async () => {
    const stop = new AbortController();
    const reason = new ServiceError('ConflictException', 'stopped');
    setTimeout(() => stop.abort(reason), 50);
    await expect(run(statementOf(endless, `format = '${format}'`), bucketOf(), stop.signal)).rejects.toBe(reason);
  });
});

test.each(['list', 'put'] as const)('an UNLOAD whose bucket never answers %s ends when it is stopped', async (method) => {
  const stop = new AbortController();
  const reason = new ServiceError('ConflictException', 'stopped');
  const answerless = (signal?: AbortSignal) => new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new BucketError('unavailable', 'given up')));
    stop.abort(reason);
  });
  const bucket: Buckets = method === 'list'
    ? { ...bucketOf(), list: (_bucket, _prefix, signal) => answerless(signal) }
    : { ...bucketOf(), put: (_bucket, _key, _body, _contentType, signal) => answerless(signal) };
  await expect(run(statementOf(thousand), bucket, stop.signal)).rejects.toBe(reason);
});

test('files that are full are sent while the query goes on', async () => {
  const stop = new AbortController();
  const reason = new ServiceError('ConflictException', 'stopped');
  const bucket = bucketOf(() => { if (bucket.keys.length === 3) stop.abort(reason); });
  await expect(run(statementOf(endless), bucket, stop.signal, { maxFileBytes: 10_000 })).rejects.toBe(reason);
  expect(bucket.keys).toHaveLength(4);
});

test('an UNLOAD that outlasts its call is asked for again with a token, and cancelled as any query', async () => {
  const queries = new Queries({ callMs: 50, executionMs: 600_000 });
  const context = contextOf(bucketOf(), queries);
  const queryString = statementOf(endless);
  const first = JSON.parse(await queries.answer({ queryString, wantsInsights: false }, context)) as { QueryId: string; Rows: unknown[]; NextToken: string };
  expect(first.Rows).toEqual([]);
  const next = expect(queries.answer({ queryString, wantsInsights: false, nextToken: first.NextToken }, context)).rejects.toMatchObject({ code: 'ConflictException' });
  queries.cancel(first.QueryId);
  await next;
  await queries.close();
});
