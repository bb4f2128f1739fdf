/** Packaging as the stack needs it: from one copy of the tables, with errors under its own name, and ended in time with all its children. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageService } from '../../../local/start/package-service';
import { prepareService } from '../../../local/start/prepare-service';

let root: string;
let tables: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'package-'));
  tables = join(root, 'my-tables.json');
  folder = join(root, 'packages/one');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, 'deploy'));
  writeFileSync(tables, '"first"');
});
afterEach(() => { rmSync(root, { recursive: true }); });

/** Puts a program in the place of the deploy tool. */
const tool = (program: string): void => { writeFileSync(join(root, 'deploy/serverless.cjs'), program); };
const neverAborted = new AbortController().signal;
const logged: string[] = [];
const log = (line: string): void => { logged.push(line); };

/** Its child ignores SIGTERM, and both hold the pipes open. */
const hangingTool = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => undefined); require('node:fs').writeFileSync('started', String(process.pid)); setInterval(() => undefined, 1000)"], { stdio: 'inherit' });
  console.log('bundling');
  setInterval(() => undefined, 1000);`;

async function childStarted(): Promise<number> {
  const file = join(root, 'started');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await new Promise((resolve) => { setTimeout(resolve, 10); });
  return Number(readFileSync(file, 'utf8'));
}

/** A process that has ended stays a zombie until the system has collected it. */
async function hasEnded(pid: number): Promise<void> {
  const isAlive = (): boolean => {
    try {
      process.kill(pid, 0);
      return !(existsSync(`/proc/${pid}/stat`) && / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
    } catch {
      return false;
    }
  };
  while (isAlive()) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

describe('packaging', () => {
  it('reads the tables as they were at its start, and leaves that copy in the package', async () => {
    tool(`
      const { rmSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
      writeFileSync(${JSON.stringify(tables)}, '{"broken": ');
      const folder = process.argv.at(-1);
      rmSync(folder, { recursive: true }); // as the real one does
      mkdirSync(folder);
      writeFileSync(folder + '/seen', readFileSync(process.env.TIDEGAUGE_TABLES));`);
    await packageService({ root, folder, tables, signal: neverAborted, log });
    expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('"first"');
    expect(readFileSync(join(folder, 'tables.json'), 'utf8')).toBe('"first"');
    expect(readdirSync(join(root, 'packages'))).toEqual(['one']);
  });

  it('repeats what deploy/ advises, and nothing else that the tool prints', async () => {
    tool("console.error('advice: use less'); console.log('Packaging\\nno advice: none');");
    logged.length = 0;
    await packageService({ root, folder, tables, signal: neverAborted, log });
    expect(logged).toEqual(['advice: use less']);
  });

  it('says what is wrong under the name of the file that was saved, and leaves nothing behind', async () => {
    tool("console.log(`Received rejection: ${process.env.TIDEGAUGE_TABLES}: no service\\n\\nEnvironment: x`); process.exit(1);");
    const packages = join(root, 'others');
    await expect(prepareService({ root, folder: packages, tables, signal: neverAborted, log })).rejects.toThrow(new Error(`${tables}: no service`));
    expect(readdirSync(packages)).toEqual([]);
  });

  it('that does not end is stopped with its children, and says so', async () => {
    tool(hangingTool);
    await expect(packageService({ root, folder, tables, signal: neverAborted, limitMs: 1500, log }))
      .rejects.toThrow('packaging did not end within 1.5 s and was stopped; it printed:\nbundling');
    await hasEnded(await childStarted());
  });

  it('ends with its children when it is aborted', async () => {
    tool(hangingTool);
    const stopping = new AbortController();
    const packaging = packageService({ root, folder, tables, signal: stopping.signal, log });
    packaging.catch(() => undefined);
    const child = await childStarted();
    stopping.abort();
    await expect(packaging).rejects.toBe(stopping.signal.reason);
    await hasEnded(child);
  });
});
