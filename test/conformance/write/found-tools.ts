/** The clients of other languages that tests drive, as they are installed; absent ones are a loud skip. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Nothing of the machine's own AWS configuration gets in. */
export const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

export interface Tool {
  readonly command: string;
  /** What it says of itself. */
  readonly version: string;
}

/**
 * Runs the tests with every version of a tool, and prints which they are; without any, the tests count as skipped.
 *
 * @param versionArguments make each of the commands print its version
 */
export function describeWithEach(name: string, commands: readonly string[], versionArguments: readonly string[], tests: (tool: Tool) => void): void {
  const byVersion = new Map<string, Tool>();
  for (const command of commands) {
    const version = versionOf(command, versionArguments);
    if (version !== undefined && !byVersion.has(version)) byVersion.set(version, { command, version });
  }
  for (const tool of byVersion.values()) {
    process.stderr.write(`${name} tests run with ${tool.command}: ${tool.version}\n`);
    describe(`${name}: ${tool.version}`, () => tests(tool));
  }
  if (byVersion.size > 0) return;
  console.warn(`SKIPPED: ${name} is missing, its tests do not run (looked for ${commands.join(', ')})`);
  describe.skip(`${name} is missing`, () => tests({ command: '', version: '' }));
}

function versionOf(command: string, versionArguments: readonly string[]): string | undefined {
  try {
    return execFileSync(command, versionArguments, { encoding: 'utf8', stdio: 'pipe', env: environment }).trim();
  } catch {
    return undefined;
  }
}

/**
 * @returns what it prints
 * @throws Error with what the process wrote to stderr
 */
export async function run({ command }: Tool, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await execute(command, args, { env: { ...environment, ...variables } });
  return stdout;
}
