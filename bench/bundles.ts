/**
 * The bundles of the ingest functions as they are packaged: their sizes, and how long their import takes in a fresh process against
 * that of a bare Timestream client bundled in the same way.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { bundleOf } from '../test/deploy/bundle-of';
import { interleaved, timingOf, type Timing } from './measure';
import { atMost, finish, shortNumber } from './report';

const ROUNDS = { warmUp: 2, warmUpMs: 0, measured: 25 };
const MOST_KB = 520;
const MOST_OF_CLIENT = 1.2;

const repository = resolve(__dirname, '..');
/** Readings pass through these while they are fresh. */
const inThePath = ['ingest-iot', 'ingest-kinesis', 'ingest-http'];
/** A person calls this one, and it checks what was typed with a schema: it may take longer to load. */
const onCall = ['redrive'];
const bareClient = `
  import { TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
  export const use = [new TimestreamWriteClient({}), WriteRecordsCommand];
`;
const environment = {
  PATH: process.env.PATH, NODE_NO_WARNINGS: '1', AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench',
  STAGE: 'bench', TIMESTREAM_DATABASE: 'bench', DEAD_LETTER_BUCKET: 'bench', POWERTOOLS_SERVICE_NAME: 'bench', DIMENSION_HASH_KEY: 'bench',
};

interface Bundle {
  readonly name: string;
  readonly module: string;
  /** What is loaded at start, what may be loaded later with it, and the zip; a bare client has no zip. */
  readonly kB?: { readonly start: number; readonly all: number; readonly zip: number };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundles-'));
  try {
    execFileSync(process.execPath, [join(repository, 'deploy/serverless.cjs'), 'package', '--stage', 'prod', '--package', join(folder, 'package')], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TMPDIR: folder } });
    const bundles = [await bundledClient(folder), ...[...inThePath, ...onCall].map((key) => unpacked(folder, key))];
    report(bundles, await importTimes(bundles));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unpacked(folder: string, key: string): Bundle {
  const zipFile = join(folder, 'package', `${key}.zip`);
  const zip = unzipSync(readFileSync(zipFile));
  for (const [path, bytes] of Object.entries(zip)) {
    const file = join(folder, key, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const { all, atStart } = bundleOf(zip, key);
  const kB = (paths: readonly string[]) => paths.reduce((sum, path) => sum + (zip[path]?.length ?? 0), 0) / 1000;
  return { name: key, module: join(folder, key, `functions/${key}.mjs`), kB: { start: kB(atStart), all: kB(all), zip: statSync(zipFile).size / 1000 } };
}

/** By the settings of deploy/bundle.cjs. */
async function bundledClient(folder: string): Promise<Bundle> {
  await build({
    stdin: { contents: bareClient, resolveDir: repository, sourcefile: 'client.js' },
    outdir: join(folder, 'client'), entryNames: 'client', outExtension: { '.js': '.mjs' },
    bundle: true, minify: true, platform: 'node', target: 'node22', mainFields: ['module', 'main'], format: 'esm', splitting: true,
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return { name: 'bare Timestream client', module: join(folder, 'client/client.mjs') };
}

/** Milliseconds from the import to its end, without the start of the process. */
async function importTimes(bundles: readonly Bundle[]): Promise<readonly Timing[]> {
  const times = bundles.map(() => [] as number[]);
  await interleaved(bundles.map(({ name, module }, index) => ({
    name,
    run: () => {
      const program = `const from = performance.now(); import(${JSON.stringify(module)}).then(() => { console.log(performance.now() - from); process.exit(); });`;
      const printed = execFileSync(process.execPath, ['-e', program], { env: environment, encoding: 'utf8' });
      times[index]?.push(Number(printed));
      return Promise.resolve();
    },
  })), ROUNDS);
  return times.map((each) => timingOf(each.slice(-ROUNDS.measured)));
}

function report(bundles: readonly Bundle[], timings: readonly Timing[]): void {
  const ofClient = (index: number) => (timings[index]?.medianMs ?? NaN) / (timings[0]?.medianMs ?? NaN);
  const kB = (size: number | undefined) => (size === undefined ? '' : shortNumber(size));
  finish({
    name: 'bundles',
    title: 'Size and import of the ingest functions',
    setting: [
      'kB of 1000 bytes, minified: what the handler loads before it can be called, with what it loads when it needs it (the S3 client, other credentials than those of Lambda), and the zip',
      `Milliseconds of the import in a fresh process, its start left out: median of ${ROUNDS.measured} interleaved rounds, in brackets the middle half`,
    ],
    columns: ['bundle', 'kB at start', 'kB in all', 'kB zip', 'import ms', 'of the client'],
    rows: bundles.map(({ name, kB: size }, index) => {
      const { medianMs = NaN, lowMs = NaN, highMs = NaN } = timings[index] ?? {};
      return [name, kB(size?.start), kB(size?.all), kB(size?.zip), `${shortNumber(medianMs)} (${shortNumber(lowMs)} to ${shortNumber(highMs)})`, shortNumber(ofClient(index))];
    }),
    checks: bundles.flatMap(({ name, kB: size }, index) => (size === undefined ? [] : [
      atMost(`${name}: kB at start`, size.start, MOST_KB),
      ...(onCall.includes(name) ? [] : [atMost(`${name}: import against the bare client`, ofClient(index), MOST_OF_CLIENT)]),
    ])),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
