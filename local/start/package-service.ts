/** Packages the service for stage `local` with the same tool as for any other stage; prepare-service reads the folder it leaves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PackagingOptions {
  /** The project folder. */
  readonly root: string;
  /** Where the template, the zips and a copy of the tables file go. */
  readonly folder: string;
  readonly tables: string;
  /** Ends the tool and its children. */
  readonly signal: AbortSignal;
  readonly limitMs?: number;
  readonly log: (line: string) => void;
}

/** The tool refused; the message is what is wrong with tables.json, or all that the tool printed. */
export class PackagingError extends Error {}

/** The copy in a package folder of the tables file it was made from. */
export const packagedTables = 'tables.json';

/** What deploy/ advises between the tool's own words. */
const adviceLine = /^advice: .*$/gm;

/** Packaging takes some ten seconds on a slow machine. */
const defaultLimitMs = 120_000;
/** How long the tool may take to end before it is killed; while it bundles it does not end by itself. */
const graceMs = 300;

/**
 * Resolves when the package lies in the folder. The tool reads the tables file several times, so it gets a copy: a save in
 * between would package two services in one, and a broken one stops the bundling without ending the tool.
 * @throws PackagingError, or the signal's reason when it is aborted
 */
export async function packageService({ root, folder, tables, signal, limitMs = defaultLimitMs, log }: PackagingOptions): Promise<void> {
  signal.throwIfAborted();
  // Not in the package folder, which the tool empties. Its own temporary files go here too: one that is killed leaves them behind.
  const work = mkdtempSync(join(tmpdir(), 'tidegauge-packaging-'));
  const copy = join(work, packagedTables);
  try {
    writeFileSync(copy, readFileSync(tables));
    const { status, printed } = await runTool(root, folder, { TIDEGAUGE_TABLES: copy, TMPDIR: work }, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]));
    signal.throwIfAborted();
    if (status === 'ended') throw new PackagingError(`packaging did not end within ${limitMs / 1000} s and was stopped${printed === '' ? '' : `; it printed:\n${printed}`}`);
    if (status !== 0) throw new PackagingError(refusal(printed).replaceAll(copy, tables));
    for (const [advice] of printed.matchAll(adviceLine)) log(advice);
    copyFileSync(copy, join(folder, packagedTables));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns the exit status, or that the signal ended the tool, and what it printed */
async function runTool(root: string, folder: string, environment: Readonly<Record<string, string>>, signal: AbortSignal): Promise<{ status: number | null | 'ended'; printed: string }> {
  const tool = spawn(process.execPath, [join(root, 'deploy/serverless.cjs'), 'package', '--stage', 'local', '--package', folder], {
    cwd: root,
    env: { ...process.env, ...environment, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, so that its children can be ended with it
  });
  const printed: Buffer[] = [];
  for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (chunk: Buffer) => { printed.push(chunk); });
  const closed = new Promise<number | null>((resolve, reject) => tool.on('error', reject).on('close', resolve));
  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(tool, 'SIGTERM');
    killing = setTimeout(() => { signalGroup(tool, 'SIGKILL'); }, graceMs);
  };
  signal.addEventListener('abort', end);
  try {
    const status = await closed;
    return { status: signal.aborted ? 'ended' : status, printed: Buffer.concat(printed).toString('utf8').trim() };
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(killing);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return; // it could not be started
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // ended already
  }
}

/** What deploy/ says of tables.json stands between the tool's own words. */
function refusal(printed: string): string {
  const [, said] = /Received rejection: ([\s\S]*?)(?=Environment:|$)/.exec(printed) ?? [];
  return (said ?? printed).trim();
}
