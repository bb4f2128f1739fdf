/**
 * Seven devops questions over 864,000 rows, put to this server and to its peers in turns; what is timed is what a client
 * waits for: all pages received and parsed.
 */
import { difference } from './devops/compare-answers';
import { devopsDataset, TICKS_PER_DAY, type Dataset } from './devops/dataset';
import { askedBy, questions, type Asked, type Question } from './devops/questions';
import { EngineMissing, type Engine } from './engines/engine';
import { startInfluxDb } from './engines/influxdb';
import { startPostgresql } from './engines/postgresql';
import { startTidegauge } from './engines/tidegauge';
import { startVictoriaMetrics } from './engines/victoria-metrics';
import { geometricMean, interleaved, type Timing } from './measure';
import { seededRandom } from './random';
import { atLeast, atMost, finish, shortNumber, type Check } from './report';

const HOSTS = 100;
const ROUNDS = { warmUp: 5, warmUpMs: 3_000, measured: 11 };
const SEED = 1;

/** Against InfluxDB 1.6, over all questions. */
const LEAST_MEAN_RATIO = 4;
/** Against whichever peer is best at a question. */
const MOST_SLOWER = 3;

type Timings = ReadonlyMap<Engine, Timing>;

async function main(): Promise<void> {
  const dataset = devopsDataset(HOSTS, TICKS_PER_DAY);
  const missing: string[] = [];
  const engines: Engine[] = [];
  try {
    for (const start of [startTidegauge, startInfluxDb, startVictoriaMetrics, startPostgresql]) {
      await start().then((engine) => engines.push(engine), (error: unknown) => {
        if (!(error instanceof EngineMissing)) throw error;
        process.stderr.write(`${error.message}\n`);
        missing.push(error.message);
      });
    }
    for (const engine of engines) await load(engine, dataset);
    const results: { question: Question; timings: Timings }[] = [];
    for (const question of questions) results.push({ question, timings: await measure(question, engines, dataset) });
    report(results, engines, dataset, missing);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

async function load(engine: Engine, dataset: Dataset): Promise<void> {
  const startMs = performance.now();
  await engine.load(dataset);
  process.stderr.write(`${engine.name}: loaded in ${shortNumber((performance.now() - startMs) / 1000)} s\n`);
}

/** @throws Error when an engine's answer is not that of this server */
async function measure(question: Question, engines: readonly Engine[], dataset: Dataset): Promise<Timings> {
  const random = seededRandom(SEED);
  const windows = Array.from({ length: ROUNDS.measured }, () => askedBy(question, dataset, random));
  const asking = engines.flatMap((engine) => {
    const form = question.forms[engine.name];
    return form === undefined ? [] : [{ engine, ask: (asked: Asked) => engine.ask(form(asked)) }];
  });
  for (const asked of windows.slice(0, 3)) {
    const answers = await Promise.all(asking.map(async ({ engine, ask }) => ({ engine, rows: (await ask(asked)).rows() })));
    const [ours, ...others] = answers;
    for (const { engine, rows } of others) {
      const unlike = difference(ours?.rows ?? [], rows);
      if (unlike !== undefined) throw new Error(`${question.name}: ${engine.name} answers otherwise: ${unlike}`);
    }
  }
  const timings = await interleaved(asking.map(({ engine, ask }) => ({
    name: engine.name,
    run: async (round) => {
      const asked = windows[round % windows.length];
      if (asked !== undefined) await ask(asked);
    },
  })), ROUNDS);
  process.stderr.write(`${question.name}: measured\n`);
  return new Map(asking.flatMap(({ engine }, index) => (timings[index] === undefined ? [] : [[engine, timings[index]]])));
}

function report(results: readonly { question: Question; timings: Timings }[], engines: readonly Engine[], dataset: Dataset, missing: readonly string[]): void {
  const [own, ...peers] = engines;
  const ratios = (peer: Engine | undefined) => results.flatMap(({ timings }) => {
    const [ours, theirs] = [own && timings.get(own), peer && timings.get(peer)];
    return ours === undefined || theirs === undefined ? [] : [theirs.medianMs / ours.medianMs];
  });
  const influxDb = peers.find(({ name }) => name === 'influxdb');
  const slower = results.flatMap(({ question, timings }): Check[] => {
    const ours = own && timings.get(own);
    const best = Math.min(...peers.map((peer) => timings.get(peer)?.medianMs ?? Infinity));
    return ours === undefined || best === Infinity ? [] : [atMost(`${question.name}, time of the best peer`, ours.medianMs / best, MOST_SLOWER)];
  });
  finish({
    name: 'queries',
    title: 'Seven devops questions through the Query API',
    setting: [
      `Rows: ${dataset.hosts.length * dataset.ticks} of 10 metrics and 10 tags, from ${dataset.hosts.length} hosts every 10 s`,
      `Engines: ${engines.map(({ name, version }) => `${name} (${version})`).join(', ')}`,
      `Milliseconds until all pages are received and parsed: median of ${ROUNDS.measured} interleaved rounds, each about another window, after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
      `Highest resident memory: ${engines.map((engine) => `${engine.name} ${shortNumber(engine.peakMemoryBytes() / 2 ** 20)} MiB`).join(', ')}`,
    ],
    columns: ['question', ...engines.map(({ name }) => name), 'InfluxDB / tidegauge'],
    rows: results.map(({ question, timings }) => [
      question.name, ...engines.map((engine) => cell(timings.get(engine))), ratioCell(own && timings.get(own), influxDb && timings.get(influxDb)),
    ]),
    checks: [
      ...(influxDb ? [atLeast('geometric mean of InfluxDB / tidegauge', geometricMean(ratios(influxDb)), LEAST_MEAN_RATIO)] : []),
      ...slower,
    ],
    missing,
  });
}

function cell(timing: Timing | undefined): string {
  return timing === undefined ? 'cannot ask it' : `${shortNumber(timing.medianMs)} (${shortNumber(timing.lowMs)} to ${shortNumber(timing.highMs)})`;
}

function ratioCell(ours: Timing | undefined, theirs: Timing | undefined): string {
  return ours === undefined || theirs === undefined ? '-' : shortNumber(theirs.medianMs / ours.medianMs);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
