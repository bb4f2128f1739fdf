/** `npm run build`: what the package holds: the server for other projects' tests, the program, the packer for devices, and the types; in dist/. `-- DIR --no-types` builds elsewhere, and quicker. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..');
const { values: { 'no-types': withoutTypes }, positionals: [folder] } = parseArgs({ options: { 'no-types': { type: 'boolean' } }, allowPositionals: true });
const dist = resolve(folder ?? join(root, 'dist'));
const programs = { local: 'local/index.ts', timestream: 'local/timestream.ts', device: 'device/index.ts' };
const entries = ['local/index', 'device/index'];

function bundle(): void {
  buildSync({
    absWorkingDir: root, entryPoints: programs, outdir: dist, bundle: true, platform: 'node', target: 'node20', format: 'cjs',
    // Dependencies stay what they are: the native ones could not be bundled, and the S3 client is loaded only when it is used.
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
  });
}

/** The compiler declares every file that it has read; the few that the entry names are kept. */
function declare(): void {
  const declarations = mkdtempSync(join(tmpdir(), 'tidegauge-types-'));
  try {
    const project = join(declarations, 'tsconfig.json');
    const compilerOptions = { noEmit: false, declaration: true, emitDeclarationOnly: true, noCheck: true, rootDir: root, outDir: declarations, types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
    writeFileSync(project, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, files: entries.map((entry) => join(root, `${entry}.ts`)), include: [] }));
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', project], { cwd: root, stdio: 'inherit' });
    for (const file of entries.flatMap((entry) => [...reachableFrom(join(declarations, `${entry}.d.ts`))])) cpSync(file, join(dist, 'types', relative(declarations, file)));
  } finally {
    rmSync(declarations, { recursive: true });
  }
}

function reachableFrom(entry: string): ReadonlySet<string> {
  const reached = new Set([entry]);
  // The set grows while it is walked.
  for (const file of reached) {
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']*)'/g)) reached.add(`${resolve(dirname(file), path)}.d.ts`);
  }
  return reached;
}

rmSync(dist, { recursive: true, force: true });
bundle();
if (withoutTypes !== true) declare();
