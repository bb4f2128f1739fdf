/** The server in one file, for tests that start it many times: Node is ready with it in a fraction of the time that the sources take. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Program } from './server-process';
import { temporaryFolder } from './temporary-folder';

const root = join(__dirname, '../../..');

/** Kept in a temporary folder of the test file. */
export function buildServer(): Program {
  const folder = temporaryFolder();
  const file = join(folder, 'main.cjs');
  buildSync({ entryPoints: [join(root, 'local/timestream.ts')], bundle: true, platform: 'node', format: 'cjs', packages: 'external', sourcemap: 'inline', outfile: file });
  // Where both `require` and `import()` look for packages.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { file, nodeArguments: ['--enable-source-maps'] };
}
