/**
 * The deploy tool in a folder of its own: `node deploy/serverless.cjs package --stage local --package DIR`. The tool keeps its
 * work in `.serverless` and `.esbuild` beside serverless.yml, where two runs at once (`npm start` and `npm test`) would mix theirs.
 */
const { spawn } = require('node:child_process');
const { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { tablesFile } = require('./tables-file.cjs');

const root = path.join(__dirname, '..');
const notLinked = new Set(['.serverless', '.esbuild', 'serverless.yml']);
const pathFlags = new Set(['--package', '--path', '-p']);

const folder = mkdtempSync(path.join(tmpdir(), 'tidegauge-serverless-'));
// The tool takes no link for its own file.
copyFileSync(path.join(root, 'serverless.yml'), path.join(folder, 'serverless.yml'));
for (const entry of readdirSync(root).filter((name) => !notLinked.has(name))) {
  symlinkSync(path.join(root, entry), path.join(folder, entry));
}

// Paths are meant from where the caller stands.
const args = process.argv.slice(2).map((arg, index, all) => (pathFlags.has(all[index - 1]) ? path.resolve(arg) : arg));
const tool = spawn(process.execPath, [path.join(root, 'node_modules/serverless/bin/serverless.js'), ...args], {
  cwd: folder,
  env: { ...process.env, TIDEGAUGE_TABLES: tablesFile() },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tool.kill(signal));
tool.on('close', (status) => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = status ?? 1;
});
