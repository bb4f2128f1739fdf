/** Packages the service for stage `local` with the same tool as for any other stage; stack reads the folder it leaves. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface PackagingOptions {
  /** The project folder. */
  readonly root: string;
  /** Where the template and the zips go. */
  readonly folder: string;
  readonly tables: string;
  readonly signal: AbortSignal;
}

/** The tool refused; the message is what is wrong with tables.json, or all that the tool printed. */
export class PackagingError extends Error {}

/** Resolves when the package lies in the folder. */
export async function packageService({ root, folder, tables, signal }: PackagingOptions): Promise<void> {
  const tool = spawn(process.execPath, [join(root, 'deploy/serverless.cjs'), 'package', '--stage', 'local', '--package', folder], {
    cwd: root,
    env: { ...process.env, TIDEGAUGE_TABLES: tables, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const printed: Buffer[] = [];
  for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (chunk: Buffer) => { printed.push(chunk); });
  const status = await new Promise<number | null>((resolve, reject) => tool.on('error', reject).on('close', resolve));
  if (status !== 0) throw new PackagingError(refusal(Buffer.concat(printed).toString('utf8')));
}

/** What deploy/ says of tables.json stands between the tool's own words. */
function refusal(printed: string): string {
  const [, said] = /Received rejection: ([\s\S]*?)(?=Environment:|$)/.exec(printed) ?? [];
  return (said ?? printed).trim();
}
