/** The Invoke API through the AWS CLI, as docs/operations.md has it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventQueue } from '../../../local/lambda/event-queue';
import { startLambdaServer } from '../../../local/lambda/server';
import { describeWithEach } from '../../conformance/write/found-tools';
import { awsCliVersion, startAwsCli } from '../../conformance/write/start-aws-cli';
import { setStage } from './function-under-test';

jest.setTimeout(30_000);

describeWithEach('AWS CLI', ['/usr/bin/python3'], ['-c', awsCliVersion], (python) => {
  it('invokes a function and lists them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lambda-cli-'));
    const stage = setStage();
    const runner = stage.start('export const handler = async ({ action }) => { console.log(action); return { letters: [] }; };');
    const queue = await EventQueue.open({ folder, now: Date.now, log: () => undefined });
    const server = await startLambdaServer({ port: 0, host: '127.0.0.1', runner, queue, warn: () => undefined });
    const cli = startAwsCli(python);
    const aws = (...parameters: string[]): Promise<string> => cli.run(['--endpoint-url', `http://127.0.0.1:${server.port}`, 'lambda', ...parameters]);
    try {
      const answer = join(folder, 'answer.json');
      const told = await aws('invoke', '--function-name', 'fleet-local-probe', '--cli-binary-format', 'raw-in-base64-out', '--payload', '{"action":"list"}', '--log-type', 'Tail', '--query', 'LogResult', '--output', 'text', answer);
      expect(readFileSync(answer, 'utf8')).toBe('{"letters":[]}');
      expect(Buffer.from(told, 'base64').toString()).toMatch(/^START RequestId: .*\nlist\nEND RequestId: /);
      expect(await aws('list-functions', '--query', 'Functions[].FunctionName', '--output', 'text')).toBe('fleet-local-probe\n');
    } finally {
      cli.close();
      await server.close();
      await stage.tearDown();
      rmSync(folder, { recursive: true });
    }
  });
});
