/** What was answered is on disk: a kill -9 in the middle of many puts loses none of it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DescribeStreamCommand, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { KinesisService } from './kinesis-service';

const root = join(__dirname, '../../..');
const killAfter = process.env.TIDEGAUGE_TEST_LONG === '1' ? 5000 : 300;

/** The long run is for a busy machine too. */
jest.setTimeout(600_000);

let child: ChildProcessByStdio<null, Readable, null>;
afterEach(() => { child.kill('SIGKILL'); });

it('a kill -9 loses nothing that was answered', async () => {
  const service = new KinesisService();
  child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'kinesis-process.ts'), service.folder], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data') as [Buffer];
  await service.start({ folder: `${service.folder}/unused` });
  const client = service.connect({ endpoint: `http://127.0.0.1:${Number(line.toString())}` });
  const acknowledged = new Map<string, string>();
  let isKilled = false;
  const kill = (): void => {
    if (acknowledged.size < killAfter || isKilled) return;
    isKilled = true;
    child.kill('SIGKILL');
  };
  const writer = async (name: number): Promise<void> => {
    for (let at = 0; ; at += 1) {
      const data = [0, 1, 2].map((part) => `${name}/${at}/${part}`);
      try {
        const one = await client.send(new PutRecordCommand({ StreamName: 'readings', PartitionKey: `sensor-${name}`, Data: Buffer.from(data[0]!) }));
        acknowledged.set(one.SequenceNumber!, data[0]!);
        const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName: 'readings', Records: data.slice(1).map((each) => ({ PartitionKey: each, Data: Buffer.from(each) })) }));
        for (const [index, { SequenceNumber }] of Records.entries()) acknowledged.set(SequenceNumber!, data[index + 1]!);
      } catch {
        if (isKilled) return;
        throw new Error('refused before the kill');
      }
      kill();
    }
  };
  const exited = once(child, 'exit');
  await Promise.all(Array.from({ length: 16 }, (_, name) => writer(name)));
  await exited;

  await service.stop();
  await service.start();
  const { StreamDescription } = await service.client.send(new DescribeStreamCommand({ StreamName: 'readings' }));
  const found = new Map<string, string>();
  for (const { ShardId } of StreamDescription!.Shards!) {
    const shard = service.server.streams.get('readings').shards.find(({ id }) => id === ShardId)!;
    for (let after = 0; after < shard.lastCounter;) {
      for (const { counter, sequenceNumber, data } of await shard.read(after, 10_000, 10_000_000)) {
        found.set(sequenceNumber, data.toString());
        after = counter;
      }
    }
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
  for (const [number, data] of acknowledged) expect([number, found.get(number)]).toEqual([number, data]);
  await service.remove();
});
