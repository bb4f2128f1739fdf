/**
 * WriteRecords, durable and with every rule on, against a server that only parses the JSON, one that commits each request to
 * DuckDB, and InfluxDB 1.6: each server in a process of its own and the client in another, round by round in turns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildServer, freePort } from './engines/child-server';
import { EngineMissing } from './engines/engine';
import { httpCall } from './engines/http-client';
import { startInfluxDb } from './engines/influxdb';
import { startTidegauge, type TidegaugeServer } from './engines/tidegauge';
import { interleaved, type Timing } from './measure';
import { atLeast, finish, shortNumber } from './report';
import { DATABASE, RECORDS_PER_REQUEST, type Form } from './writes/bodies';
import { startClient, type ClientProcess } from './writes/client-process';

const ROUNDS = { warmUp: 2, warmUpMs: 3_000, measured: 7 };
const IOT = { requests: 2_000, inFlight: 16 };
const DEVOPS = { requests: 1_000, inFlight: 8 };
/** All records of a run are younger than this, so that they go to the memory store. */
const MEMORY_HOURS = 24;

const LEAST_OF_PARSING = 0.5;
const LEAST_OF_COMMITTING = 3;
const LEAST_OF_INFLUXDB = 1.5;

/** A server, and what it is sent. */
interface Target {
  readonly name: string;
  readonly url: string;
  readonly form: Form;
  readonly load: typeof IOT;
}

interface Reference {
  readonly url: string;
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  const missing: string[] = [];
  try {
    const client = startClient();
    closing.push(() => client.close());
    // BENCH_NODE_OPTIONS is for a profiler.
    const own = await startTidegauge(process.env.BENCH_NODE_OPTIONS?.split(' '));
    closing.push(() => own.close());
    const parsing = await startReference('parse-only-server');
    closing.push(() => parsing.close());
    const committing = await startReference('commit-server');
    closing.push(() => committing.close());
    const influxDb = await startInfluxDb().catch((error: unknown) => {
      if (!(error instanceof EngineMissing)) throw error;
      missing.push(error.message);
      return undefined;
    });
    await createTables(own);
    const iot: Target[] = [
      { name: 'tidegauge', url: own.url, form: 'iot', load: IOT },
      { name: 'only JSON.parse', url: parsing.url, form: 'iot', load: IOT },
      { name: 'a commit to DuckDB per request', url: committing.url, form: 'iot', load: IOT },
      { name: 'tidegauge, common attributes', url: own.url, form: 'iot-common', load: IOT },
    ];
    const devops: Target[] = [{ name: 'tidegauge', url: own.url, form: 'devops', load: DEVOPS }];
    if (influxDb) {
      closing.push(() => influxDb.close());
      await httpCall({ url: `${influxDb.url}/query?${new URLSearchParams({ q: `CREATE DATABASE ${DATABASE}` })}` });
      devops.push({ name: 'InfluxDB', url: `${influxDb.url}/write?db=${DATABASE}`, form: 'devops-lines', load: DEVOPS });
    }
    const iotRates = await measure(iot, client, own);
    const devopsRates = await measure(devops, client, own);
    report([...iotRates, ...devopsRates], missing, influxDb?.version);
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}

async function startReference(name: string): Promise<Reference> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-writes-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const server = await ChildServer.start({
    program: process.execPath, args: ['--import', 'tsx', join(__dirname, 'writes', `${name}.ts`), String(port), folder],
    isReady: () => httpCall({ url, body: '{"Records":[]}' }),
  });
  return {
    url,
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function createTables({ call }: TidegaugeServer): Promise<void> {
  await call('CreateDatabase', { DatabaseName: DATABASE });
  for (const TableName of ['iot', 'iot-common', 'devops'] satisfies Form[]) {
    await call('CreateTable', {
      DatabaseName: DATABASE, TableName,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: MEMORY_HOURS, MagneticStoreRetentionPeriodInDays: 7 },
    });
  }
}

interface Rate {
  readonly target: Target;
  readonly timing: Timing;
  /** By the median. */
  readonly recordsPerSecond: number;
}

async function measure(targets: readonly Target[], client: ClientProcess, own: TidegaugeServer): Promise<readonly Rate[]> {
  const startMs = Date.now() - (MEMORY_HOURS - 1) * 3_600_000;
  const timings = await interleaved(targets.map(({ name, url, form, load }) => {
    let round = 0;
    return {
      name,
      prepare: async () => {
        await client.carryOut({ kind: 'make', order: { form, round, requests: load.requests, startMs } });
        round += 1;
        // Nothing of the round before is left to do: a query waits for all that was written.
        for (const table of ['iot', 'iot-common', 'devops'] satisfies Form[]) await own.call('Query', { QueryString: `SELECT count(*) FROM "${DATABASE}"."${table}"` });
      },
      run: () => client.carryOut({ kind: 'send', order: {
        url, inFlight: load.inFlight,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.WriteRecords' },
      } }),
    };
  }), ROUNDS);
  return targets.flatMap((target, index) => {
    const timing = timings[index];
    return timing === undefined ? [] : [{ target, timing, recordsPerSecond: rateOf(target, timing.medianMs) }];
  });
}

function rateOf({ load }: Target, ms: number): number {
  return load.requests * RECORDS_PER_REQUEST / ms * 1000;
}

function report(rates: readonly Rate[], missing: readonly string[], influxDbVersion: string | undefined): void {
  const rate = (name: string, form: Form) => rates.find(({ target }) => target.name === name && target.form === form)?.recordsPerSecond ?? NaN;
  const iot = rate('tidegauge', 'iot');
  finish({
    name: 'writes',
    title: 'WriteRecords over HTTP',
    setting: [
      `Requests of ${RECORDS_PER_REQUEST} records; iot: 3 dimensions, 4 measures, ${IOT.inFlight} in flight, ${IOT.requests} requests a round; devops: 10 dimensions, 10 measures, ${DEVOPS.inFlight} in flight, ${DEVOPS.requests} requests a round`,
      `tidegauge: this work tree, every record on disk before its answer; InfluxDB (${influxDbVersion ?? 'missing'}): line protocol, as shipped, which syncs as well`,
      `Each server and the client in a process of its own; thousands of records a second: median of ${ROUNDS.measured} rounds in turns, after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
    ],
    columns: ['server', 'form', 'thousand records/s'],
    rows: rates.map(({ target, timing, recordsPerSecond }) => [
      target.name, target.form,
      `${shortNumber(recordsPerSecond / 1000)} (${shortNumber(rateOf(target, timing.highMs) / 1000)} to ${shortNumber(rateOf(target, timing.lowMs) / 1000)})`,
    ]),
    checks: [
      atLeast('of the server that only parses, iot', iot / rate('only JSON.parse', 'iot'), LEAST_OF_PARSING),
      atLeast('of a commit per request, iot', iot / rate('a commit to DuckDB per request', 'iot'), LEAST_OF_COMMITTING),
      ...(missing.length > 0 ? [] : [atLeast('of InfluxDB, devops', rate('tidegauge', 'devops') / rate('InfluxDB', 'devops-lines'), LEAST_OF_INFLUXDB)]),
    ],
    missing,
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
