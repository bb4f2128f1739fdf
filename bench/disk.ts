/** Bytes on disk: a day of TSBS devops rows that is sealed, beside InfluxDB 1.6 with the same rows. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { devopsDataset, metrics, TICKS_PER_DAY } from './devops/dataset';
import { EngineMissing } from './engines/engine';
import { startInfluxDb, type InfluxDbServer } from './engines/influxdb';
import { startTidegauge } from './engines/tidegauge';
import { atMost, finish, shortNumber } from './report';

const HOSTS = 100;
const MOST_BYTES = 1;
const MOST_OF_INFLUXDB = 0.2;
/** InfluxDB goes on compacting by itself: it has ended when the folder has kept its size for so long. */
const SETTLED_MS = 30_000;

async function main(): Promise<void> {
  const dataset = devopsDataset(HOSTS, TICKS_PER_DAY);
  const values = HOSTS * TICKS_PER_DAY * metrics.length;
  const missing: string[] = [];
  const own = await startTidegauge();
  const influxDb = await startInfluxDb().catch((error: unknown) => {
    if (!(error instanceof EngineMissing)) throw error;
    missing.push(error.message);
    return undefined;
  });
  try {
    await own.load(dataset);
    await own.moveTiers();
    const sealed = bytesIn(own.folder, /\.parquet$/);
    await own.stop();
    const whole = bytesIn(own.folder);
    const peer = influxDb && await influxDbBytes(influxDb, () => influxDb.load(dataset));
    const row = (name: string, bytes: number) => [name, String(bytes), shortNumber(bytes / values)];
    finish({
      name: 'disk',
      title: 'Bytes on disk for a sealed day',
      setting: [
        `Rows: ${HOSTS * TICKS_PER_DAY} of ${metrics.length} metrics and 10 tags, from ${HOSTS} hosts every 10 s: ${values} numbers`,
        ...(influxDb ? [`${influxDb.version}: its folder once it has kept its size for ${SETTLED_MS / 1000} s`] : []),
      ],
      columns: ['what', 'bytes', 'bytes per number'],
      rows: [row('sealed day', sealed), row('data folder after a stop', whole), ...(peer === undefined ? [] : [row('InfluxDB', peer)])],
      checks: [
        atMost('bytes per number of the sealed day', sealed / values, MOST_BYTES),
        ...(peer === undefined ? [] : [atMost('sealed day, as a share of InfluxDB', sealed / peer, MOST_OF_INFLUXDB)]),
      ],
      missing,
    });
  } finally {
    await own.close();
    await influxDb?.close();
  }
}

async function influxDbBytes({ folder }: InfluxDbServer, load: () => Promise<void>): Promise<number> {
  await load();
  let bytes = bytesIn(folder);
  for (let sinceMs = performance.now(); performance.now() - sinceMs < SETTLED_MS; await delay(1000)) {
    const now = bytesIn(folder);
    if (now !== bytes) sinceMs = performance.now();
    bytes = now;
  }
  return bytes;
}

function bytesIn(folder: string, names = /./): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, found: statSync(join(folder, name)) }))
    .reduce((sum, { name, found }) => sum + (found.isFile() && names.test(name) ? found.size : 0), 0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
