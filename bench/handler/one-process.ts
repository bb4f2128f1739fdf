/** One process of bench/handler: times every candidate and prints their medians, in milliseconds, as JSON. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { StreamRecord } from '../../shared/readings/from-kinesis';
import { interleaved, type Candidate } from '../measure';
import { BATCH, ROUNDS, type WorkName } from './setting';

type Work = typeof import('./work');

/**
 * As a module by itself every import costs a look-up that no deployed function has. Each time it is code of its own: a function gets messages
 * of one kind, and is compiled for them.
 */
async function bundledWork(): Promise<Work> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegauge-handler-'));
  try {
    const outfile = join(folder, 'work.mjs');
    await build({ entryPoints: [join(__dirname, 'work.ts')], outfile, bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' });
    return await import(pathToFileURL(outfile).href) as Work; // the bundle of that module
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a batch at a time and keeps one batch of results alive, as an invocation does. */
function eachBatch(name: WorkName, records: readonly StreamRecord[], run: (batch: readonly StreamRecord[]) => unknown): Candidate {
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
  const { messages, streamRecords, enveloped, parsed, parsedEnvelope, decode, pack, build: buildBodies } = await bundledWork();
  const { build: buildBodiesOfEnvelopes } = await bundledWork();
  const plain = streamRecords(messages());
  const carried = streamRecords(enveloped(messages()));
  const candidates = [
    eachBatch('parse', plain, (batch) => batch.map(({ kinesis }) => parsed(kinesis.data))),
    eachBatch('floor', plain, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsed(kinesis.data)))),
    eachBatch('decode', plain, decode),
    eachBatch('pack', plain, pack),
    eachBatch('whole', plain, buildBodies),
    eachBatch('envelopeFloor', carried, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsedEnvelope(kinesis.data)))),
    eachBatch('envelopeWhole', carried, buildBodiesOfEnvelopes),
  ];
  const timings = await interleaved(candidates, ROUNDS);
  process.stdout.write(JSON.stringify(Object.fromEntries(candidates.map(({ name }, index) => [name, timings[index]?.medianMs]))));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
