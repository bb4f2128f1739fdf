import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateDatabaseCommand, DescribeDatabaseCommand } from '@aws-sdk/client-timestream-write';
import { clientFor } from '../../conformance/write/write-service';
import { endServerProcesses, runServerProcess, startServerProcess } from './server-process';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder';

/** Starting a process that compiles TypeScript takes its time on a busy machine. */
jest.setTimeout(60_000);

afterAll(async () => {
  await endServerProcesses();
  removeTemporaryFolders();
});

describe('npm run timestream', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, stops cleanly and keeps its data', async (signal) => {
    const folder = temporaryFolder();
    const first = await startServerProcess(['--port', '0', '--data', folder]);
    const client = clientFor(first.endpoint);
    await client.send(new CreateDatabaseCommand({ DatabaseName: 'kept' }));
    first.process.kill(signal);
    expect(await first.ended).toBe(0);
    expect(readdirSync(join(folder, 'timestream', 'log'))).toEqual([]);
    client.destroy();

    const second = await startServerProcess(['--port', '0', '--data', folder]);
    const again = clientFor(second.endpoint);
    await expect(again.send(new DescribeDatabaseCommand({ DatabaseName: 'kept' }))).resolves.toMatchObject({ Database: { DatabaseName: 'kept' } });
    again.destroy();
    second.process.kill(signal);
    await second.ended;
  });

  it('says in one line that another process has the folder', async () => {
    const folder = temporaryFolder();
    const holder = await startServerProcess(['--port', '0', '--data', folder]);
    const { code, output } = await runServerProcess(['--port', '0', '--data', folder]);
    expect({ code, output }).toEqual({ code: 1, output: `timestream: The data folder ${join(folder, 'timestream')} is in use by process ${holder.process.pid}\n` });
    holder.process.kill('SIGTERM');
    await holder.ended;
  });

  it('says in one line that the port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    expect(await runServerProcess(['--port', String(port), '--data', ':memory:'])).toEqual({ code: 1, output: `timestream: --port ${port} is taken\n` });
    await new Promise((resolve) => taken.close(resolve));
  });

  it('says in one line what is wrong with its flags or its folder', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    mkdirSync(join(folder, 'newer', 'timestream'), { recursive: true });
    writeFileSync(join(folder, 'newer', 'timestream', 'format'), '99\n');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--prot', '1'], /^timestream: Unknown option '--prot'.*\n$/],
      [['--port', 'x'], /^timestream: --port x is not a port number\n$/],
      [['--port', '65536'], /^timestream: --port 65536 is not a port number\n$/],
      [['--data', file], /^timestream: The data folder .* cannot be used: ENOTDIR.*\n$/],
      [['--data', join(folder, 'newer')], /^timestream: The data folder .* has format 99, made by a newer version.*\n$/],
    ];
    const ended = await Promise.all(cases.map(([args]) => runServerProcess(args)));
    ended.forEach(({ code, output }, at) => {
      expect(code).toBe(1);
      expect(output).toMatch(cases[at]![1]);
    });
  });
});
