/** The two tools that the guide's code is written for, boto3 and the AWS CLI, as Debian has them; absent ones are a loud skip. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export const python = '/usr/bin/python3';
export const awsCli = '/usr/bin/aws';

/** What the clients need to know beside the endpoint; nothing of the machine's own AWS configuration gets in. */
const environment = {
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  TIMESTREAM_DATABASE: 'IoTMetrics',
  TIMESTREAM_TABLE: 'SensorReadings',
};

/**
 * Prints which version the tests run with, or what is missing.
 * @returns `describe`, or one that counts its tests as skipped
 */
export function describeWith(debianPackage: string, command: string, args: readonly string[]): jest.Describe {
  try {
    process.stderr.write(`the guide's code runs with ${execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe', env: environment }).trim()}\n`);
    return describe;
  } catch {
    console.warn(`SKIPPED: the guide's code does not run, because ${debianPackage} is missing (apt-get install ${debianPackage})`);
    return describe.skip;
  }
}

/** Runs snippets of the guide in one Python process, in order; answers with what they print. */
export async function runSnippets(endpoint: string, ...names: readonly string[]): Promise<string> {
  return run(endpoint, python, join(__dirname, 'run-snippets.py'), ...names.map((name) => join(__dirname, name)));
}

/** Runs a file of AWS CLI lines; answers with what they print. */
export async function runCliLines(endpoint: string, name: string): Promise<string> {
  return run(endpoint, '/bin/sh', '-c', `. ${join(__dirname, 'aws-function.sh')}; . ${join(__dirname, name)}`);
}

/** Room for a long answer that a snippet prints. */
const mostBytes = 16 * 1024 * 1024;

/** @throws Error with what the process wrote to stderr */
async function run(endpoint: string, command: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(command, args, { env: { ...environment, TIMESTREAM_ENDPOINT: endpoint }, maxBuffer: mostBytes });
  return stdout;
}
