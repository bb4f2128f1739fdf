import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { send } from '../../local/send';
import { startRecordingBroker, type RecordingBroker } from './fleet/recording-broker';

const empty = Readable.from([]);

describe('npm run send', () => {
  let broker: RecordingBroker;
  let folder: string;

  beforeEach(async () => {
    broker = await startRecordingBroker();
    folder = mkdtempSync(join(tmpdir(), 'tidegauge-send-'));
  });

  afterEach(async () => {
    await broker.close();
    rmSync(folder, { recursive: true });
  });

  it('publishes with QoS 1 and says that the message was acknowledged', async () => {
    expect(await send(['sensors/x/telemetry', '{"temperature": 21}', '--url', broker.url], empty))
      .toBe(`${broker.url} acknowledged 19 bytes on sensors/x/telemetry`);
    expect(broker.packets.map(({ topic, qos, payload }) => [topic, qos, payload.toString()])).toEqual([['sensors/x/telemetry', 1, '{"temperature": 21}']]);
  });

  it('reads the payload from standard input', async () => {
    await send(['t', '-', '--mqtt-port', `${broker.port}`], Readable.from([Buffer.from([0, 255]), Buffer.from('x')]));
    expect(broker.packets[0]?.payload).toEqual(Buffer.from([0, 255, 120]));
  });

  it('reads the payload from a file and the address from the data folder', async () => {
    writeFileSync(join(folder, 'addresses.json'), JSON.stringify({ mqtt: broker.url }));
    writeFileSync(join(folder, 'payload'), '{}');
    await send(['t', '--file', join(folder, 'payload'), '--data', folder], empty);
    expect(broker.packets[0]?.payload.toString()).toBe('{}');
  });

  it('publishes all messages of a list, in order', async () => {
    const file = join(folder, 'messages.json');
    writeFileSync(file, JSON.stringify([{ topic: 'a', payload: { n: 1 } }, { why: 'the second', topic: 'b', payload: [2] }]));
    expect(await send(['--messages', file, '--url', broker.url], empty))
      .toBe(`${broker.url} acknowledged 7 bytes on a\n${broker.url} acknowledged 3 bytes on b`);
    expect(broker.packets.map(({ topic, payload }) => [topic, payload.toString()])).toEqual([['a', '{"n":1}'], ['b', '[2]']]);
    writeFileSync(file, '[{"topic": "a"}]');
    await expect(send(['--messages', file, '--url', broker.url], empty)).rejects.toThrow('message 0 needs topic and payload');
  });

  it('says how it is called', async () => {
    expect(await send(['--help'], empty)).toContain('npm run send -- <topic> <payload>');
  });

  it('says when no broker answers', async () => {
    await expect(send(['t', 'x', '--mqtt-port', '1'], empty)).rejects.toThrow('no MQTT broker answers at mqtt://127.0.0.1:1: is the stack running (npm start)?');
  });

  it('says when the broker closes the connection in place of an acknowledgement', async () => {
    const refusing = await startRecordingBroker({ refuse: true });
    await expect(send(['t', 'x', '--url', refusing.url], empty)).rejects.toThrow('closed the connection without acknowledging: it refuses 1 bytes on t');
    await refusing.close();
  });

  it.each([
    [[], 'a topic and one payload are needed'],
    [['topic'], 'a topic and one payload are needed'],
    [['topic', 'x', '--file', 'y'], 'a topic and one payload are needed'],
    [['topic', 'two', 'words'], 'a topic and one payload are needed'],
    [['sensors/+/telemetry', '{}'], 'has wildcards'],
    [['topic', 'x', '--prot', '1'], "Unknown option '--prot'"],
    [['topic', 'x', '--mqtt-port', 'abc'], '--mqtt-port abc is no port from 1 to 65535'],
    [['topic', 'x', '--mqtt-port', '99999'], '--mqtt-port 99999 is no port from 1 to 65535'],
    [['topic', 'x', '--url', 'http://127.0.0.1'], '--url http://127.0.0.1 is no address such as mqtt://'],
    [['topic', 'x', '--data', '/nowhere'], '--data /nowhere: no stack runs there'],
  ])('refuses %j with an explanation', async (args, message) => {
    await expect(send(args, empty)).rejects.toThrow(message);
  });
});
