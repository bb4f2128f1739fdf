/** What a function does with a reading besides waiting, against reading and writing the same JSON: decoding must not be what a batch costs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { StreamRecord } from '../shared/readings/from-kinesis';
import { interleaved, type Candidate } from './measure';
import { atLeast, finish, shortNumber } from './report';

type Work = typeof import('./handler/work');

/** As the event-source mapping hands them to the function. */
const BATCH = 500;
const ROUNDS = { warmUp: 10, warmUpMs: 5_000, measured: 41 };
/** Of the throughput of the floor. */
const LEAST_SHARE = 0.75;

/**
 * As a module by itself every import costs a look-up that no deployed function has. Each time it is code of its own: a function gets messages
 * of one kind, and is compiled for them.
 */
async function bundledWork(): Promise<Work> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegauge-handler-'));
  try {
    const outfile = join(folder, 'work.mjs');
    await build({ entryPoints: [join(__dirname, 'handler/work.ts')], outfile, bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' });
    return await import(pathToFileURL(outfile).href) as Work; // the bundle of that module
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a batch at a time and keeps one batch of results alive, as an invocation does. */
function eachBatch(name: string, records: readonly StreamRecord[], run: (batch: readonly StreamRecord[]) => unknown): Candidate {
  return {
    name,
    run() {
      let kept: unknown;
      for (let start = 0; start < records.length; start += BATCH) kept = run(records.slice(start, start + BATCH));
      return Promise.resolve(kept);
    },
  };
}

async function main(): Promise<void> {
  const { RECORDS, DEVICES, messages, streamRecords, enveloped, parsed, parsedEnvelope, decode, pack, build: buildBodies } = await bundledWork();
  const { build: buildBodiesOfEnvelopes } = await bundledWork();
  const plain = streamRecords(messages());
  const carried = streamRecords(enveloped(messages()));
  const candidates = [
    eachBatch('base64 + JSON.parse', plain, (batch) => batch.map(({ kinesis }) => parsed(kinesis.data))),
    eachBatch('the floor: base64 + JSON.parse + JSON.stringify', plain, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsed(kinesis.data)))),
    eachBatch('decoded and validated', plain, decode),
    eachBatch('decoded, validated and packed', plain, pack),
    eachBatch('whole: decoded, validated, packed and built', plain, buildBodies),
    eachBatch('in envelopes, the floor: base64 + JSON.parse twice, JSON.stringify', carried, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsedEnvelope(kinesis.data)))),
    eachBatch('in envelopes, whole', carried, buildBodiesOfEnvelopes),
  ];
  const timings = await interleaved(candidates, ROUNDS);
  const us = (ms: number) => (ms * 1000) / RECORDS;
  const [, floor, , , whole, carriedFloor, carriedWhole] = timings;
  if (floor === undefined || whole === undefined || carriedFloor === undefined || carriedWhole === undefined) throw new Error('every candidate has a timing');
  finish({
    name: 'handler',
    title: 'The work of a function on one reading',
    setting: [
      `${RECORDS} stream records of ${messages()[0]?.length ?? 0} bytes, ${BATCH} at a time; ${DEVICES} devices, three dimensions, four doubles`,
      'Whole: from the event record to the body of the request, without signing and sending. In envelopes: as an IoT rule puts messages into the stream',
      `Microseconds a reading: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
    ],
    columns: ['work', 'microseconds', 'readings/s'],
    rows: timings.map(({ medianMs, lowMs, highMs }, index) => [
      candidates[index]?.name ?? '',
      `${shortNumber(us(medianMs))} (${shortNumber(us(lowMs))} to ${shortNumber(us(highMs))})`,
      `${shortNumber(1000 / us(medianMs))} k`,
    ]),
    checks: [
      atLeast('throughput of the whole against the floor', floor.medianMs / whole.medianMs, LEAST_SHARE),
      atLeast('the same in envelopes', carriedFloor.medianMs / carriedWhole.medianMs, LEAST_SHARE),
    ],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
