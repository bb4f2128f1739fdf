/** A server of the write benchmark that is durable the short way: each request is appended to DuckDB and committed before its answer. */
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBAppender } from '@duckdb/node-api';
import { serveBodies } from './body-server';

interface Body {
  readonly Records: readonly {
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    readonly Time: string;
    readonly MeasureValues: readonly { readonly Value: string }[];
  }[];
}

const seriesIds = new Map<string, number>();

async function main(folder: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(join(folder, 'store.duckdb'))).connect();
  await connection.run('CREATE TABLE series (series INTEGER, deviceId VARCHAR, site VARCHAR, model VARCHAR)');
  await connection.run('CREATE TABLE readings (series INTEGER, time_ns BIGINT, temperature DOUBLE, humidity DOUBLE, pressure DOUBLE, battery DOUBLE)');
  const readings = await connection.createAppender('readings');
  const series = await connection.createAppender('series');
  serveBodies((body) => {
    // The load client sends nothing else.
    append(readings, series, JSON.parse(body.toString()) as Body);
  });
}

/** Synchronous, as appending to DuckDB is: while one request commits, the others wait. */
function append(readings: DuckDBAppender, series: DuckDBAppender, { Records }: Body): void {
  const known = seriesIds.size;
  for (const { Dimensions, Time, MeasureValues } of Records) {
    const key = Dimensions.map(({ Value }) => Value).join('/');
    let id = seriesIds.get(key);
    if (id === undefined) {
      seriesIds.set(key, id = seriesIds.size);
      series.appendInteger(id);
      for (const { Value } of Dimensions) series.appendVarchar(Value);
      series.endRow();
    }
    readings.appendInteger(id);
    readings.appendBigInt(BigInt(Time) * 1_000_000n);
    for (const { Value } of MeasureValues) readings.appendDouble(Number(Value));
    readings.endRow();
  }
  // A flush without a transaction commits.
  if (seriesIds.size > known) series.flushSync();
  readings.flushSync();
}

main(process.argv[3] ?? '').catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.stack : cause}\n`);
  process.exit(1);
});
