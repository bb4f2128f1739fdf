/** The Invoke API through the AWS CLI, as docs/operations.md has it. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventQueue } from '../../../local/lambda/event-queue';
import { startLambdaServer } from '../../../local/lambda/server';
import { setStage } from './function-under-test';

jest.setTimeout(30_000);

const run = promisify(execFile);

function describeWith(command: string, args: readonly string[]): jest.Describe {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return describe;
  } catch {
    console.warn(`SKIPPED: ${command} ${args.join(' ')} fails, so its tests do not run`);
    return describe.skip;
  }
}

describeWith('/usr/bin/aws', ['--version'])('the AWS CLI', () => {
  it('invokes a function and lists them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lambda-cli-'));
    const stage = setStage();
    const runner = stage.start('export const handler = async ({ action }) => { console.log(action); return { letters: [] }; };');
    const queue = await EventQueue.open({ folder, now: Date.now, log: () => undefined });
    const server = await startLambdaServer({ port: 0, host: '127.0.0.1', runner, queue, warn: () => undefined });
    const aws = async (...parameters: string[]): Promise<string> => (await run('/usr/bin/aws', ['--endpoint-url', `http://127.0.0.1:${server.port}`, 'lambda', ...parameters], {
      env: { PATH: '/usr/bin:/bin', HOME: folder, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
    })).stdout;
    try {
      const answer = join(folder, 'answer.json');
      const told = await aws('invoke', '--function-name', 'fleet-local-probe', '--cli-binary-format', 'raw-in-base64-out', '--payload', '{"action":"list"}', '--log-type', 'Tail', '--query', 'LogResult', '--output', 'text', answer);
      expect(readFileSync(answer, 'utf8')).toBe('{"letters":[]}');
      expect(Buffer.from(told, 'base64').toString()).toMatch(/^START RequestId: .*\nlist\nEND RequestId: /);
      expect(await aws('list-functions', '--query', 'Functions[].FunctionName', '--output', 'text')).toBe('fleet-local-probe\n');
    } finally {
      await server.close();
      await stage.tearDown();
      rmSync(folder, { recursive: true });
    }
  });
});
