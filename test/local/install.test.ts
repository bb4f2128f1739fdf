/** The install hook: installs what is missing or outdated, is silent otherwise, and refuses an old Node. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'install-'));
  mkdirSync(join(project, 'local'));
  mkdirSync(join(project, 'node_modules'));
  copyFileSync(join(__dirname, '../../local/install.mjs'), join(project, 'local/install.mjs'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ engines: { node: '>=20.19' } }));
  writeFileSync(join(project, 'package-lock.json'), '{}');
});
afterEach(() => { rmSync(project, { recursive: true }); });

/** Runs the hook with an npm that only writes down how it was called. */
function run(npm = "require('fs').writeFileSync('called', process.argv.slice(2).join(' '));"): { status: number | null; printed: string; npmArguments: string | undefined } {
  writeFileSync(join(project, 'npm.cjs'), npm);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(project, 'local/install.mjs')], {
    cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, npm_execpath: join(project, 'npm.cjs') },
  });
  const called = join(project, 'called');
  return { status, printed: stdout + stderr, npmArguments: existsSync(called) ? readFileSync(called, 'utf8') : undefined };
}

const writeInstalled = (time: number): void => {
  const file = join(project, 'node_modules/.package-lock.json');
  writeFileSync(file, '{}');
  utimesSync(file, time, time);
};

describe('the install hook', () => {
  it('installs from the lock, without scripts, when nothing is installed', () => {
    const { status, printed, npmArguments } = run();
    expect(status).toBe(0);
    expect(npmArguments).toBe('ci --ignore-scripts --no-audit --no-fund');
    expect(printed).toMatch(/The packages are missing: npm ci --ignore-scripts[\s\S]*Installed in \d+ s\./);
  });

  it('installs when the lock is newer than what is installed', () => {
    writeInstalled(1_000_000_000);
    const { npmArguments, printed } = run();
    expect(npmArguments).toContain('ci');
    expect(printed).toContain('package-lock.json has changed');
  });

  it('does nothing, in silence, when everything is there', () => {
    writeInstalled(4_000_000_000);
    expect(run()).toEqual({ status: 0, printed: '', npmArguments: undefined });
  });

  it('fails when npm fails', () => {
    const { status, printed } = run('process.exit(7);');
    expect(status).toBe(1);
    expect(printed).toContain('npm ci failed');
  });

  it('refuses a Node that is too old, by version', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ engines: { node: '>=99.1' } }));
    const { status, printed, npmArguments } = run();
    expect(status).toBe(1);
    expect(printed).toContain(`Tidegauge needs Node 99.1 or newer; this is ${process.version}`);
    expect(npmArguments).toBeUndefined();
  });
});
