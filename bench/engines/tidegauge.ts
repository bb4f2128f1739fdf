/** The server of this repository, in a process of its own, spoken to as a Timestream client does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { metrics, tags, type Dataset } from '../devops/dataset';
import { ChildServer, freePort } from './child-server';
import type { Answer, AnswerRow, Engine } from './engine';
import { httpCall, inFlight } from './http-client';

/** WriteRecords takes no more. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const RECORDS_PER_REQUEST = 100;
const REQUESTS_IN_FLIGHT = 8;
const DATABASE = 'benchmark';

const repository = resolve(__dirname, '../..');

interface QueryOutput {
  readonly NextToken?: string;
  readonly Rows: readonly { readonly Data: readonly { readonly ScalarValue?: string }[] }[];
  readonly ColumnInfo: readonly { readonly Name: string; readonly Type: { readonly ScalarType?: string } }[];
}

export interface TidegaugeServer extends Engine {
  readonly url: string;
  /** Of its data. */
  readonly folder: string;
  call(operation: string, input: object | string): Promise<Buffer>;
  /** Seals every day that has left the memory store. */
  moveTiers(): Promise<void>;
  /** Ends the process and keeps the folder, until close. */
  stop(): Promise<void>;
}

export async function startTidegauge(nodeOptions: readonly string[] = []): Promise<TidegaugeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tidegauge-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const call = (operation: string, input: object | string) => httpCall({
    url, body: typeof input === 'string' ? input : JSON.stringify(input),
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `Timestream_20181101.${operation}` },
  });
  const server = await ChildServer.start({
    program: process.execPath,
    args: [...nodeOptions, '--import', 'tsx', join(repository, 'local/timestream.ts'), '--port', String(port), '--data', folder],
    isReady: () => call('DescribeEndpoints', {}),
  });
  return {
    name: 'tidegauge',
    url,
    folder,
    version: `this work tree, Node ${process.version}`,
    call,
    load: (dataset) => load(dataset, call),
    ask: (text) => ask(text, call),
    moveTiers: async () => void await httpCall({ url: `${url}control`, body: '{"moveTiers":true}', headers: { 'content-type': 'application/json' } }),
    stop: () => server.stop(),
    peakMemoryBytes: () => server.peakMemoryBytes(),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

type Call = TidegaugeServer['call'];

export async function load(dataset: Dataset, call: Call): Promise<void> {
  await call('CreateDatabase', { DatabaseName: DATABASE });
  await call('CreateTable', {
    DatabaseName: DATABASE, TableName: 'cpu',
    // So long ago that all rows are late arrivals, which the magnetic store takes.
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 73_000 },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
  await inFlight(REQUESTS_IN_FLIGHT, writeBodies(dataset), (body) => call('WriteRecords', body));
  await ask(`SELECT count(*) FROM "${DATABASE}"."cpu"`, call);
}

function* writeBodies({ hosts, readings }: Dataset): Generator<string> {
  const dimensions = hosts.map((host) => JSON.stringify(tags.map((Name) => ({ Name, Value: host[Name] }))));
  const common = '{"MeasureName":"cpu","MeasureValueType":"MULTI"}';
  for (const { timeMs, values } of readings()) {
    for (let first = 0; first < hosts.length; first += RECORDS_PER_REQUEST) {
      const records = values.slice(first, first + RECORDS_PER_REQUEST).map((host, index) => {
        const measures = host.map((value, metric) => `{"Name":"${metrics[metric]}","Value":"${value}","Type":"DOUBLE"}`);
        return `{"Dimensions":${dimensions[first + index]},"Time":"${timeMs}","MeasureValues":[${measures.join(',')}]}`;
      });
      yield `{"DatabaseName":"${DATABASE}","TableName":"cpu","CommonAttributes":${common},"Records":[${records.join(',')}]}`;
    }
  }
}

/** All pages. */
async function ask(text: string, call: Call): Promise<Answer> {
  const pages: QueryOutput[] = [];
  let bytes = 0;
  let token: string | undefined;
  do {
    const body = await call('Query', { QueryString: text, ...(token !== undefined && { NextToken: token }) });
    bytes += body.length;
    const page = JSON.parse(body.toString()) as QueryOutput;
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return { bytes, rows: () => pages.flatMap(rowsOf) };
}

function rowsOf({ Rows, ColumnInfo }: QueryOutput): readonly AnswerRow[] {
  return Rows.map(({ Data }) => Object.fromEntries(ColumnInfo.map(({ Name, Type }, index) => {
    const text = Data[index]?.ScalarValue ?? '';
    switch (Type.ScalarType) {
      case 'TIMESTAMP':
        return ['time', Date.parse(`${text.replace(' ', 'T')}Z`)];
      case 'VARCHAR':
        return [Name, text];
      default:
        return [Name, Number(text)];
    }
  })));
}
