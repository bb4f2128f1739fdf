/** `npm run timestream` as a process: its flags, its signals, its buckets, and what it says when it cannot start. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateDatabaseCommand, DescribeDatabaseCommand, ListDatabasesCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { clientFor } from '../conformance/write/write-service';
import { buildServer } from './timestream/built-server';
import { endServerProcesses, runServerProcess, startServerProcess as startProcess, type Program } from './timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from './timestream/temporary-folder';

/** Starting a process takes its time on a busy machine. */
jest.setTimeout(60_000);

const ports = ['--port', '0', '--s3-port', '0'];
let program: Program;
beforeAll(() => { program = buildServer(); });

const startServerProcess = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  startProcess(args, { ...program, environment: { ...program.environment, ...environment } });
const runProgram = (args: readonly string[]) => runServerProcess(args, program);

afterAll(async () => {
  await endServerProcesses();
  removeTemporaryFolders();
});

const s3Of = (text: string) => /^S3 on (http:\S+)$/m.exec(text)?.[1];

describe('npm run timestream', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('serves until %s, stops cleanly and keeps its data', async (signal) => {
    const folder = temporaryFolder();
    const first = await startServerProcess([...ports, '--data', folder]);
    const client = clientFor(first.endpoint);
    await client.send(new CreateDatabaseCommand({ DatabaseName: 'kept' }));
    first.process.kill(signal);
    expect(await first.ended).toBe(0);
    expect(readdirSync(join(folder, 'timestream', 'log'))).toEqual([]);
    client.destroy();

    const second = await startServerProcess([...ports, '--data', folder]);
    const again = clientFor(second.endpoint);
    await expect(again.send(new DescribeDatabaseCommand({ DatabaseName: 'kept' }))).resolves.toMatchObject({ Database: { DatabaseName: 'kept' } });
    again.destroy();
    second.process.kill(signal);
    await second.ended;
  });

  it('stops cleanly when its terminal is gone', async () => {
    const folder = temporaryFolder();
    const server = await startServerProcess([...ports, '--data', folder]);
    for (const stream of [server.process.stdout, server.process.stderr]) stream?.destroy();
    server.process.kill('SIGHUP');
    expect(await server.ended).toBe(0);
    expect(readdirSync(join(folder, 'timestream', 'log'))).toEqual([]);
  });

  it('keeps its buckets in the data folder', async () => {
    const folder = temporaryFolder();
    const server = await startServerProcess([...ports, '--data', folder]);
    const s3 = new S3Client({ endpoint: s3Of(server.output.text)!, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
    await s3.send(new CreateBucketCommand({ Bucket: 'exports' }));
    await s3.send(new PutObjectCommand({ Bucket: 'exports', Key: 'a', Body: 'b' }));
    expect(readdirSync(join(folder, 's3', 'exports'))).toEqual(['a']);
    s3.destroy();
    server.process.kill('SIGTERM');
    await server.ended;
  });

  it('has no buckets of its own with --no-s3 or --s3-endpoint', async () => {
    for (const flags of [['--no-s3'], ['--s3-endpoint', 'http://127.0.0.1:9']]) {
      const server = await startServerProcess(['--port', '0', '--data', ':memory:', ...flags]);
      expect(server.output.text.includes('S3 on http://127.0.0.1:9\n')).toBe(flags.length === 2);
      expect(server.output.text.match(/S3 on/g)?.length ?? 0).toBe(flags.length - 1);
      server.process.kill('SIGTERM');
      await server.ended;
    }
  });

  it('takes keys from the command line and from the environment, and says nothing of their secrets', async () => {
    const server = await startServerProcess([...ports, '--data', ':memory:', '--host', '0.0.0.0', '--access-key', 'AKIDFLAG:a-secret'], { TIDEGAUGE_ACCESS_KEYS: 'AKIDONE:secret-one, AKIDTWO:secret:two' });
    const endpoint = server.endpoint.replace('0.0.0.0', '127.0.0.1');
    const list = async (accessKeyId: string, secretAccessKey: string) => {
      const client = new TimestreamWriteClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
      return client.send(new ListDatabasesCommand({})).then(() => 'let in', (error: Error) => error.name).finally(() => { client.destroy(); });
    };
    expect(await Promise.all([list('AKIDFLAG', 'a-secret'), list('AKIDONE', 'secret-one'), list('AKIDTWO', 'secret:two')])).toEqual(['let in', 'let in', 'let in']);
    expect(await list('AKIDONE', 'secret:two')).toBe('InvalidSignatureException');
    expect(server.output.text).not.toContain('secret');
    server.process.kill('SIGTERM');
    await server.ended;
  });

  it('warns when other machines can reach it and no key keeps them out', async () => {
    const server = await startServerProcess([...ports, '--data', ':memory:', '--host', '0.0.0.0']);
    expect(server.output.text).toContain('timestream: whoever reaches 0.0.0.0 can read and write everything: it is no loopback address, and there is no --access-key\n');
    server.process.kill('SIGTERM');
    await server.ended;
  });

  it('explains itself', async () => {
    const { code, output } = await runProgram(['--help']);
    expect(code).toBe(0);
    for (const flag of ['--port', '--s3-port', '--no-s3', '--s3-endpoint', '--access-key', 'TIDEGAUGE_ACCESS_KEYS', 'backup --to']) expect(output).toContain(flag);
  });
});

describe('npm run timestream says in one line', () => {
  it('that another process has the folder', async () => {
    const folder = temporaryFolder();
    const holder = await startServerProcess([...ports, '--data', folder]);
    const { code, output } = await runProgram([...ports, '--data', folder]);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(new RegExp(`^timestream: ${folder} is in use by process ${holder.process.pid};.*\n$`)) });
    holder.process.kill('SIGTERM');
    await holder.ended;
  });

  it.each(['--port', '--s3-port'])('that the port of %s is taken', async (flag) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    expect(await runProgram([...ports, flag, String(port), '--data', ':memory:'])).toEqual({ code: 1, output: `timestream: ${flag} ${port}: this port is taken\n` });
    await new Promise((resolve) => taken.close(resolve));
  });

  it('what is wrong with its flags, also when it runs from its sources', async () => {
    const ended = { code: 2, output: 'timestream: there is no flag --prot; did you mean --port?\n' };
    expect(await runProgram(['--prot', '1'])).toEqual(ended);
    expect(await runServerProcess(['--prot', '1'])).toEqual(ended);
  });

  it('what is wrong with its folder', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const name of ['newer', 'store']) mkdirSync(join(folder, name, 'timestream'), { recursive: true });
    writeFileSync(join(folder, 'newer', 'format'), '99\n');
    writeFileSync(join(folder, 'store', 'timestream', 'format'), '99\n');
    const cases: readonly (readonly [string, RegExp])[] = [
      [file, /^timestream: the data folder .* cannot be written: ENOTDIR.*\n$/],
      [folder, /^timestream: .* is not a data folder: it holds .*\n$/],
      [join(folder, 'newer'), /^timestream: .* has format 99, which a newer Tidegauge wrote.*\n$/],
      [join(folder, 'store'), /^timestream: The data folder .* has format 99, made by a newer version.*\n$/],
    ];
    const ended = await Promise.all(cases.map(([data]) => runProgram([...ports, '--data', data])));
    ended.forEach(({ code, output }, at) => {
      expect(code).toBe(1);
      expect(output).toMatch(cases[at]![1]);
    });
  });

  const mount = (...args: readonly string[]) => { execFileSync('mount', args, { stdio: 'pipe' }); };
  const canMount = (() => {
    const folder = temporaryFolder();
    try {
      mount('-t', 'tmpfs', '-o', 'size=1m', 'none', folder);
      execFileSync('umount', [folder]);
      return true;
    } catch {
      console.warn('SKIPPED: without the right to mount, the test of a read-only folder does not run');
      return false;
    }
  })();

  (canMount ? it : it.skip)('that its folder is read-only', async () => {
    const folder = temporaryFolder();
    mount('-t', 'tmpfs', '-o', 'size=64m', 'none', folder);
    try {
      const server = await startServerProcess([...ports, '--data', folder]);
      server.process.kill('SIGTERM');
      await server.ended;
      mount('-o', 'remount,ro', folder);
      expect(await runProgram([...ports, '--data', folder])).toEqual({ code: 1, output: expect.stringMatching(/^timestream: the data folder .* cannot be written: EROFS: read-only file system.*\n$/) });
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

describe('npm run timestream -- backup', () => {
  const portOf = (endpoint: string) => new URL(endpoint).port;

  it('copies the store of a running server into a data folder that a server can be started on', async () => {
    const folder = temporaryFolder();
    const copy = join(folder, 'copy');
    const key = ['--access-key', 'AKIDBACKUP:a-secret'];
    const server = await startServerProcess([...ports, '--data', join(folder, 'data'), ...key]);
    const config = { region: 'us-east-1', credentials: { accessKeyId: 'AKIDBACKUP', secretAccessKey: 'a-secret' } };
    const client = new TimestreamWriteClient({ ...config, endpoint: server.endpoint });
    await client.send(new CreateDatabaseCommand({ DatabaseName: 'copied' }));

    expect(await runProgram(['backup', '--to', copy, '--port', portOf(server.endpoint)])).toEqual({
      code: 1, output: expect.stringMatching(/^timestream: the server on 127\.0\.0\.1:\d+ refuses: The request has no signature.*\n$/),
    });
    const { code, output } = await runProgram(['backup', '--to', copy, '--port', portOf(server.endpoint), ...key]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(new RegExp(`^copied [1-9]\\d* files with [1-9]\\d* bytes into ${copy}, which --data takes\\n$`)) });
    expect(await runProgram(['backup', '--to', copy, '--port', portOf(server.endpoint), ...key])).toEqual({ code: 1, output: `timestream: --to ${copy}: a backup needs a new or empty folder\n` });
    client.destroy();

    // The first one still runs: the copy is a store of its own.
    const restored = await startServerProcess([...ports, '--data', copy]);
    const again = clientFor(restored.endpoint);
    await expect(again.send(new DescribeDatabaseCommand({ DatabaseName: 'copied' }))).resolves.toMatchObject({ Database: { DatabaseName: 'copied' } });
    again.destroy();
    for (const each of [server, restored]) each.process.kill('SIGTERM');
    await Promise.all([server.ended, restored.ended]);
  });

  it('says what a server in memory says', async () => {
    const server = await startServerProcess([...ports, '--data', ':memory:']);
    expect(await runProgram(['backup', '--to', join(temporaryFolder(), 'copy'), '--port', portOf(server.endpoint)])).toEqual({
      code: 1, output: `timestream: the server on 127.0.0.1:${portOf(server.endpoint)} refuses: A store in memory has nothing to copy\n`,
    });
    server.process.kill('SIGTERM');
    await server.ended;
  });

  it('says when no server answers', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    expect(await runProgram(['backup', '--to', join(temporaryFolder(), 'copy'), '--port', String(port)])).toEqual({
      code: 1, output: `timestream: no server answers on 127.0.0.1:${port}; --port says where it listens\n`,
    });
  });
});
