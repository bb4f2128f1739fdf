/** InfluxDB 1.x: line protocol in, InfluxQL and JSON out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { ChildServer, findProgram, freePort } from './child-server';
import type { AnswerRow, Engine } from './engine';
import { httpCall, inFlight } from './http-client';
import { lineProtocol } from './line-protocol';

interface InfluxAnswer {
  readonly results: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly columns: readonly string[];
      readonly tags?: Readonly<Record<string, string>>;
      readonly values: readonly (readonly (string | number)[])[];
    }[];
  }[];
}

export interface InfluxDbServer extends Engine {
  readonly url: string;
  /** Of its data and its log. */
  readonly folder: string;
}

/** @throws EngineMissing */
export async function startInfluxDb(): Promise<InfluxDbServer> {
  const program = findProgram('influxd');
  const folder = mkdtempSync(join(tmpdir(), 'bench-influxdb-'));
  const [port, backupPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const configuration = join(folder, 'influxdb.conf');
  writeFileSync(configuration, [
    'reporting-disabled = true', `bind-address = "127.0.0.1:${backupPort}"`,
    '[meta]', `dir = "${folder}/meta"`,
    // As shipped, but for the folders and quiet.
    '[data]', `dir = "${folder}/data"`, `wal-dir = "${folder}/wal"`, 'query-log-enabled = false',
    '[http]', `bind-address = "127.0.0.1:${port}"`, 'log-enabled = false', '[monitor]', 'store-enabled = false', '',
  ].join('\n'));
  const server = await ChildServer.start({ program, args: ['-config', configuration], isReady: () => httpCall({ url: `${url}/ping`, method: 'GET' }) });
  return {
    name: 'influxdb',
    url,
    folder,
    version: execFileSync(program, ['version'], { encoding: 'utf8' }).trim().split(' (')[0] ?? '',
    load: async (dataset) => {
      await httpCall({ url: `${url}/query?${new URLSearchParams({ q: 'CREATE DATABASE benchmark' })}` });
      await inFlight(2, lineProtocol(dataset), (body) => httpCall({ url: `${url}/write?db=benchmark`, body }));
    },
    ask: async (text) => {
      const body = await httpCall({ url: `${url}/query?${new URLSearchParams({ db: 'benchmark', epoch: 'ms', q: text })}`, method: 'GET' });
      const answer = JSON.parse(body.toString()) as InfluxAnswer;
      const failed = answer.results.find(({ error }) => error !== undefined);
      if (failed !== undefined) throw new Error(`InfluxDB: ${failed.error}`);
      return { bytes: body.length, rows: () => rowsOf(answer) };
    },
    peakMemoryBytes: () => server.peakMemoryBytes(),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function rowsOf({ results }: InfluxAnswer): readonly AnswerRow[] {
  return results.flatMap(({ series = [] }) => series.flatMap(({ columns, tags, values }) =>
    values.map((row) => ({ ...tags, ...Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])) }))));
}
