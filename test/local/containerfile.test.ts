/** The Containerfile, as far as it can be checked without building it: what it copies is there, and what it runs works in a folder like the image's. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { removeTemporaryFolders, temporaryFolder } from './timestream/temporary-folder';

/** A program is built, and starts. */
jest.setTimeout(120_000);

const run = promisify(execFile);
const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'Containerfile'), 'utf8');
const instructions = text.split('\n').filter((line) => /^[A-Z]+ /.test(line)).map((line) => {
  const [name = '', ...rest] = line.split(' ');
  return { name, value: rest.join(' ') };
});
const valuesOf = (name: string) => instructions.filter((instruction) => instruction.name === name).map(({ value }) => value);
const { dependencies, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; engines: { node: string } };

afterAll(removeTemporaryFolders);

describe('the Containerfile', () => {
  it('copies what exists and what .dockerignore lets through', () => {
    const allowed = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = valuesOf('COPY').filter((value) => !value.startsWith('--from')).flatMap((value) => value.split(' ').slice(0, -1));
    expect(new Set(copied)).toEqual(new Set(allowed));
    for (const path of copied) expect({ path, isThere: existsSync(join(root, path)) }).toEqual({ path, isThere: true });
  });

  it('stands on one pinned Node, new enough for the package', () => {
    const bases = new Set(valuesOf('FROM').map((value) => value.split(' ')[0]));
    expect(bases.size).toBe(1);
    const [, major = 0, minor = 0] = /\/node:(\d+)\.(\d+)\.\d+-/.exec([...bases].join())?.map(Number) ?? [];
    const [, neededMajor = 0, neededMinor = 0] = /^>=(\d+)\.(\d+)$/.exec(engines.node)?.map(Number) ?? [];
    expect(neededMajor).toBeGreaterThan(0);
    expect(major > neededMajor || (major === neededMajor && minor >= neededMinor)).toBe(true);
  });

  it('ends as another user than root, with its data on a volume', () => {
    expect(valuesOf('USER')).toEqual(['node']);
    const [volume = ''] = valuesOf('VOLUME');
    expect(valuesOf('ENTRYPOINT')[0]).toContain(`"--data", "${volume}/`);
  });

  it('runs a program that serves, is healthy and stops in order', async () => {
    const app = temporaryFolder();
    await run(process.execPath, ['--import', 'tsx', 'local/build.ts', join(app, 'dist'), '--no-types'], { cwd: root });
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(app, 'node_modules', name));
    }
    const [program = '', ...flags] = JSON.parse(valuesOf('ENTRYPOINT')[0]!) as string[];
    expect(program).toBe('node');
    // Those at the end count: the image's own ports may be taken here.
    const child = spawn(process.execPath, [...flags, '--host', '127.0.0.1', '--port', '0', '--s3-port', '0', '--data', join(app, 'data', 'tidegauge')], { cwd: app, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    while (!printed.includes('ready:')) printed += String((await once(child.stdout, 'data'))[0]);
    const { port } = new URL(/ready: .* on (http:\S+),/.exec(printed)?.[1] ?? '');

    const [healthCheck = ''] = valuesOf('HEALTHCHECK');
    const [checker = '', ...checkFlags] = JSON.parse(healthCheck.slice(healthCheck.indexOf('['))) as string[];
    expect(checker).toBe('node');
    const check = (at: string) => run(process.execPath, checkFlags.map((flag) => flag.replace('4580', at)), { cwd: app });
    await expect(check(port)).resolves.toEqual({ stdout: '', stderr: '' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expect(check(port)).rejects.toMatchObject({ code: 1 });
  });
});
