/** Installs what is missing before `npm start`, `npm test` and `npm run timestream`: plain Node, since nothing else is there yet. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = join(root, 'package-lock.json');
/** npm writes it at the end of every install. */
const installed = join(root, 'node_modules/.package-lock.json');

function requireNode() {
  const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '').split('.').map(Number);
  const running = process.versions.node.split('.').map(Number);
  const isEnough = running[0] > needed[0] || (running[0] === needed[0] && running[1] >= needed[1]);
  if (isEnough) return;
  console.error(`Tidegauge needs Node ${needed.join('.')} or newer; this is ${process.version} (${process.execPath}).`);
  process.exit(1);
}

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function install() {
  console.log(`${existsSync(installed) ? 'package-lock.json has changed' : 'The packages are missing'}: npm ci --ignore-scripts (about a minute, 500 MB)`);
  const startedAt = Date.now();
  // npm tells its scripts where it is; without one, the shell finds it.
  const npm = process.env.npm_execpath;
  const [command, ...start] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status, error } = spawnSync(command, [...start, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`npm ci failed${error === undefined ? '' : `: ${error.message}`}`);
    process.exit(1);
  }
  console.log(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

requireNode();
if (!isInstalled()) install();
