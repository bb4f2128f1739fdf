/** VictoriaMetrics, one node: line protocol in, MetricsQL and JSON out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TICK_MS } from '../devops/dataset';
import { ChildServer, findProgram, freePort } from './child-server';
import type { AnswerRow, Engine } from './engine';
import { httpCall, inFlight } from './http-client';
import { lineProtocol } from './line-protocol';

interface MetricsAnswer {
  readonly data: {
    readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly values: readonly (readonly [seconds: number, value: string])[] }[];
  };
}

/** @throws EngineMissing */
export async function startVictoriaMetrics(): Promise<Engine> {
  const program = findProgram('victoria-metrics');
  const folder = mkdtempSync(join(tmpdir(), 'bench-victoria-metrics-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = await ChildServer.start({
    program,
    args: [
      `-storageDataPath=${folder}`, `-httpListenAddr=${url.slice('http://'.length)}`, '-retentionPeriod=100y',
      // Every window is asked about once only, by each engine without a cache of results.
      '-search.disableCache', '-search.latencyOffset=0s', '-influxMeasurementFieldSeparator=_',
    ],
    isReady: () => httpCall({ url: `${url}/health`, method: 'GET' }),
  });
  return {
    name: 'victoria-metrics',
    version: /\d+\.\d+\.\d+/.exec(execFileSync(program, ['-version'], { encoding: 'utf8' }))?.[0] ?? 'does not tell its version',
    load: async (dataset) => {
      await inFlight(2, lineProtocol(dataset), (body) => httpCall({ url: `${url}/write`, body }));
      await httpCall({ url: `${url}/internal/force_flush`, method: 'GET' });
    },
    ask: async (text) => {
      const body = await httpCall({ url: `${url}/api/v1/query_range?${text}`, method: 'GET' });
      const answer = JSON.parse(body.toString()) as MetricsAnswer;
      const binMs = Number(new URLSearchParams(text).get('step')) * 1000;
      return { bytes: body.length, rows: () => rowsOf(answer, binMs) };
    },
    peakMemoryBytes: () => server.peakMemoryBytes(),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Each series is one metric; rows are its values at the same time of the same host. A bin is called by its last tick there. */
function rowsOf({ data }: MetricsAnswer, binMs: number): readonly AnswerRow[] {
  const rows = new Map<string, Record<string, string | number>>();
  for (const { metric, values } of data.result) {
    const { __name__: name = '', ...labels } = metric;
    for (const [seconds, value] of values) {
      const key = `${seconds} ${labels.hostname}`;
      const row = rows.get(key) ?? { time: seconds * 1000 - binMs + TICK_MS, ...labels };
      row[name.replace('cpu_', '')] = Number(value);
      rows.set(key, row);
    }
  }
  return [...rows.values()];
}
