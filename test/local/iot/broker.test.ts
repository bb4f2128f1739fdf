/** The local IoT Core through a real MQTT client: what it acknowledges, what it refuses, and what its rules do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { startBroker, type Broker, type BrokerOptions } from '../../../local/iot/broker';
import { decodeRecords } from '../../../local/iot/journal-record';
import type { RuleDefinition } from '../../../local/iot/rule';

const carry: RuleDefinition = {
  name: 'carry',
  sql: "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt FROM 'sensors/+/telemetry'",
  sqlVersion: '2016-03-23',
  actions: [{ kind: 'lambda', functionArn: 'arn:ingest' }],
  errorAction: { kind: 's3', bucket: 'dead', key: 'reason=rule-error/date=${parse_time("yyyy-MM-dd", timestamp(), "UTC")}/${topic(2)}.json' },
};
const frozenNow = Date.UTC(2026, 0, 2, 3, 4, 5);

jest.setTimeout(30_000);

let folder: string;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broker-'));
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly broker: Broker;
  readonly events: { functionArn: string; event: unknown }[];
  readonly objects: { bucket: string; key: string; body: Buffer }[];
  readonly lines: { event: string; fields: Readonly<Record<string, unknown>> }[];
}

async function start(options: Partial<BrokerOptions> = {}): Promise<Started> {
  const events: Started['events'] = [];
  const objects: Started['objects'] = [];
  const lines: Started['lines'] = [];
  const broker = await startBroker({
    port: 0,
    host: '127.0.0.1',
    folder,
    rules: [carry],
    invokeLambda: async (functionArn, event) => void events.push({ functionArn, event }),
    putObject: async (bucket, key, body) => void objects.push({ bucket, key, body }),
    now: () => frozenNow,
    log: (event, fields) => void lines.push({ event, fields }),
    ...options,
  });
  closers.push(() => broker.close());
  return { broker, events, objects, lines };
}

async function connect(broker: Broker, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync({ host: '127.0.0.1', port: broker.port, reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  closers.push(() => client.endAsync(true));
  return client;
}

/** Waits for a condition; the deadline only turns a wait without end into a failed test. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never became true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function disconnected(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

function payloadOf({ event }: { event: unknown }): string {
  return Buffer.from((event as { payload: string }).payload, 'base64').toString();
}

describe('publishing', () => {
  it.each([0, 1] as const)('invokes the function with the message, at QoS %i', async (qos) => {
    const { broker, events } = await start();
    const client = await connect(broker, { clientId: 'device-7' });
    await client.publishAsync('sensors/a1/telemetry', '{"temperature": 21}', { qos });
    await until(() => events.length === 1);
    expect(events).toEqual([{
      functionArn: 'arn:ingest',
      event: { payload: Buffer.from('{"temperature": 21}').toString('base64'), topic: 'sensors/a1/telemetry', clientId: 'device-7', receivedAt: frozenNow },
    }]);
  });

  it('also reaches subscribers, and retained messages reach later ones', async () => {
    const { broker } = await start();
    const client = await connect(broker);
    await client.publishAsync('state/a', 'kept', { qos: 1, retain: true });
    const received = new Promise((resolve) => client.once('message', (topic, payload) => resolve([topic, payload.toString()])));
    await client.subscribeAsync('state/#', { qos: 1 });
    expect(await received).toEqual(['state/a', 'kept']);
  });

  it('runs every rule whose filter matches, and no other', async () => {
    const other = { ...carry, name: 'other', sql: "SELECT topic() AS topic FROM '#'", actions: [{ kind: 'lambda' as const, functionArn: 'arn:other' }] };
    const { broker, events } = await start({ rules: [carry, other] });
    const client = await connect(broker);
    await client.publishAsync('elsewhere', 'x', { qos: 1 });
    await client.publishAsync('sensors/a/telemetry', 'x', { qos: 1 });
    await until(() => events.length === 3);
    expect(events.map((event) => event.functionArn).sort()).toEqual(['arn:ingest', 'arn:other', 'arn:other']);
  });

  it('says once that no rule takes a topic', async () => {
    const { broker, events, lines } = await start();
    const client = await connect(broker);
    for (const payload of ['1', '2']) await client.publishAsync('sensor/a/telemetry', payload, { qos: 1 });
    expect(lines).toEqual([{ event: 'no rule takes this topic', fields: { topic: 'sensor/a/telemetry', rules: ['sensors/+/telemetry'] } }]);
    expect(events).toEqual([]);
  });

  it('meets the rules of the moment', async () => {
    const { broker, events } = await start({ rules: [] });
    const client = await connect(broker);
    await client.publishAsync('sensors/a/telemetry', 'before', { qos: 1 });
    broker.setRules([carry]);
    await client.publishAsync('sensors/a/telemetry', 'after', { qos: 1 });
    await until(() => events.length > 0);
    expect(events.map(payloadOf)).toEqual(['after']);
    expect(() => broker.setRules([{ ...carry, sqlVersion: '2015-10-08' }])).toThrow('rule carry: SQL version 2015-10-08 is not supported yet');
    await client.publishAsync('sensors/a/telemetry', 'still', { qos: 1 });
    await until(() => events.length === 2);
  });
});

describe('what AWS IoT refuses', () => {
  it.each([
    ['a payload over 128 KiB', 'sensors/a/telemetry', Buffer.alloc(200_000), 1, 'the payload has 200000 bytes, AWS IoT takes at most 131072'],
    ['a topic over 256 bytes', `sensors/${'ä'.repeat(125)}`, Buffer.alloc(0), 1, 'the topic has 258 bytes, AWS IoT takes at most 256'],
    ['eight slashes', '1/2/3/4/5/6/7/8/9', Buffer.alloc(0), 1, 'the topic has 8 slashes, AWS IoT takes at most 7'],
    ['QoS 2', 'sensors/a/telemetry', Buffer.alloc(0), 2, 'AWS IoT has no QoS 2'],
    ['a reserved topic', '$aws/rules/carry/x', Buffer.alloc(0), 1, 'publishing to reserved topics is not supported yet: $aws/rules/carry/x'],
  ] as const)('disconnects the client for %s, and says why', async (_what, topic, payload, qos, reason) => {
    const { broker, events, lines } = await start();
    const client = await connect(broker, { clientId: 'rude' });
    const acknowledged = jest.fn();
    client.publish(topic, payload, { qos }, (error) => { if (!error) acknowledged(); });
    await disconnected(client);
    expect(lines).toEqual([{ event: 'client disconnected', fields: { clientId: 'rude', reason } }]);
    expect(acknowledged).not.toHaveBeenCalled();
    expect(events).toEqual([]);
  });

  it('takes a payload of exactly 128 KiB and a topic of seven slashes', async () => {
    const { broker, events } = await start({ rules: [{ ...carry, sql: "SELECT topic() AS topic FROM '#'" }] });
    const client = await connect(broker);
    await client.publishAsync('1/2/3/4/5/6/7/8', Buffer.alloc(128 * 1024), { qos: 1 });
    await until(() => events.length === 1);
  });

  it('disconnects a client that subscribes with QoS 2', async () => {
    const { broker, lines } = await start();
    const client = await connect(broker, { clientId: 'rude' });
    client.subscribe('a', { qos: 2 }, () => undefined);
    await disconnected(client);
    expect(lines[0]?.fields).toEqual({ clientId: 'rude', reason: 'AWS IoT has no QoS 2' });
  });

  it.each([
    [{ ...carry, sqlVersion: '2015-10-08' }, 'rule carry: SQL version 2015-10-08 is not supported yet: set AwsIotSqlVersion to 2016-03-23'],
    [{ ...carry, sql: "SELECT lower(a) AS a FROM 'x'" }, 'rule carry: line 1:8: function lower() is not supported yet'],
    [{ ...carry, errorAction: { kind: 's3', bucket: 'b', key: '${device}' } }, 'rule carry: the key of an error action cannot read the payload'],
  ] as const)('does not start with a rule it cannot run', async (rule, message) => {
    await expect(start({ rules: [rule] })).rejects.toThrow(message);
  });
});

describe('the error action', () => {
  it('gets a message whose function could not be invoked', async () => {
    const { broker, objects } = await start({ invokeLambda: async () => Promise.reject(new Error('no such function')) });
    const client = await connect(broker, { clientId: 'device-7' });
    await client.publishAsync('sensors/a1/telemetry', Buffer.from([1, 255]), { qos: 1 });
    await until(() => objects.length === 1);
    expect(objects[0]).toMatchObject({ bucket: 'dead', key: 'reason=rule-error/date=2026-01-02/a1.json' });
    expect(JSON.parse(objects[0]!.body.toString())).toEqual({
      ruleName: 'carry',
      topic: 'sensors/a1/telemetry',
      cloudwatchTraceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      clientId: 'device-7',
      base64OriginalPayload: 'Af8=',
      failures: [{ failedAction: 'LambdaAction', failedResource: 'arn:ingest', errorMessage: 'no such function' }],
    });
  });

  it.each(["SELECT * FROM 'sensors/#'", "SELECT temperature FROM 'sensors/#'", "SELECT *, 1 AS one FROM 'sensors/#'"])(
    'gets a message that is not JSON when the rule needs JSON: %s',
    async (sql) => {
      const { broker, events, objects } = await start({ rules: [{ ...carry, sql }] });
      const client = await connect(broker);
      await client.publishAsync('sensors/a1/telemetry', 'not json', { qos: 1 });
      await client.publishAsync('sensors/a2/telemetry', '{"temperature": 1}', { qos: 1 });
      await until(() => objects.length === 1 && events.length === 1);
      expect(JSON.parse(objects[0]!.body.toString())).toMatchObject({ failures: [{ errorMessage: 'the payload is not JSON, and the rule reads its fields' }] });
      expect(events[0]?.event).toMatchObject({ temperature: 1 });
    },
  );

  it('is not needed by an S3 action, which takes any bytes', async () => {
    const { broker, objects } = await start({ rules: [{ ...carry, sql: "SELECT * FROM '#'", actions: [{ kind: 's3', bucket: 'raw', key: '${topic(2)}/${timestamp()}' }] }] });
    const client = await connect(broker);
    await client.publishAsync('sensors/a1', Buffer.from([0, 255]), { qos: 1 });
    await until(() => objects.length === 1);
    expect(objects[0]).toEqual({ bucket: 'raw', key: `a1/${frozenNow}`, body: Buffer.from([0, 255]) });
  });
});

describe('the journal behind the PUBACK', () => {
  function unfinishedPayloads(): string[] {
    return decodeRecords(readFileSync(join(folder, 'journal'))).records.flatMap((record) => (record.kind === 'message' ? [record.message.payload.toString()] : []));
  }

  it('acknowledges only after the message is synced to disk', async () => {
    const { broker } = await start();
    const client = await connect(broker);
    const file = await open(folder);
    await file.close();
    let release = (): void => undefined;
    const synced = new Promise<void>((resolve) => { release = resolve; });
    const datasync = jest.spyOn(Object.getPrototypeOf(file) as { datasync(): Promise<void> }, 'datasync').mockImplementationOnce(() => synced);
    const acknowledged = jest.fn();
    client.publish('sensors/a/telemetry', 'slow disk', { qos: 1 }, acknowledged);
    await until(() => datasync.mock.calls.length === 1);
    // A message no rule wants passes by meanwhile, so the broker had its chance to answer.
    await (await connect(broker)).publishAsync('elsewhere', 'x', { qos: 1 });
    expect(acknowledged).not.toHaveBeenCalled();
    expect(unfinishedPayloads()).toEqual(['slow disk']);
    release();
    await until(() => acknowledged.mock.calls.length === 1);
  });

  it('disconnects instead of acknowledging when the disk refuses', async () => {
    const { broker, events, lines } = await start();
    const client = await connect(broker);
    const file = await open(folder);
    await file.close();
    jest.spyOn(Object.getPrototypeOf(file) as { datasync(): Promise<void> }, 'datasync').mockRejectedValueOnce(new Error('ENOSPC'));
    client.publish('sensors/a/telemetry', 'x', { qos: 1 }, () => undefined);
    await disconnected(client);
    expect(lines[0]?.fields['reason']).toBe('ENOSPC');
    expect(events).toEqual([]);
  });

  it('holds only messages that a rule wants', async () => {
    const { broker } = await start();
    const client = await connect(broker);
    await client.publishAsync('elsewhere', 'unwanted', { qos: 1 });
    await client.publishAsync('sensors/a/telemetry', 'wanted', { qos: 1 });
    expect(unfinishedPayloads()).toEqual(['wanted']);
  });

  it('replays what the handler had not finished, with its first receive time, and nothing that it had', async () => {
    const first = await start({
      invokeLambda: (_arn, event) => (payloadOf({ event }) === 'finished' ? Promise.resolve() : Promise.reject(new Error('failing'))),
      putObject: () => Promise.reject(new Error('failing too')),
    });
    const client = await connect(first.broker, { clientId: 'device-7' });
    await client.publishAsync('sensors/a/telemetry', 'finished', { qos: 1 });
    await client.publishAsync('sensors/b/telemetry', 'stuck', { qos: 1 });
    await until(() => first.lines.some((line) => line.event === 'message kept for the next start'));
    await first.broker.close();

    const second = await start({ now: () => frozenNow + 1 });
    await until(() => second.events.length === 1);
    expect(second.events[0]?.event).toEqual({ payload: Buffer.from('stuck').toString('base64'), topic: 'sensors/b/telemetry', clientId: 'device-7', receivedAt: frozenNow });
    await second.broker.close();
    const third = await start();
    expect(third.events).toEqual([]);
  });

  it('keeps replayed messages that no rule wants until one does', async () => {
    const first = await start({ invokeLambda: () => Promise.reject(new Error('failing')), putObject: () => Promise.reject(new Error('failing too')) });
    const client = await connect(first.broker);
    await client.publishAsync('sensors/a/telemetry', 'patient', { qos: 1 });
    await until(() => first.lines.some((line) => line.event === 'message kept for the next start'));
    await first.broker.close();

    const second = await start({ rules: [] });
    expect(second.lines).toContainEqual({ event: 'messages kept until a rule wants them', fields: { messages: 1 } });
    second.broker.setRules([carry]);
    await until(() => second.events.length === 1);
    expect(second.events.map(payloadOf)).toEqual(['patient']);
  });

  it('loses no acknowledged message when the process is killed', async () => {
    const root = join(__dirname, '../../..');
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'broker-process.ts'), folder], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    closers.push(async () => child.kill('SIGKILL'));
    const [line] = await once(child.stdout, 'data') as [Buffer];
    const client = await connectAsync({ host: '127.0.0.1', port: Number(line.toString()), reconnectPeriod: 0 });
    client.on('error', () => undefined);
    const acknowledged: string[] = [];
    const killAfter = 50;
    for (let index = 0; index < 2000; index += 1) {
      client.publish('sensors/a/telemetry', String(index), { qos: 1 }, (error) => {
        if (error) return;
        acknowledged.push(String(index));
        if (acknowledged.length === killAfter) child.kill('SIGKILL');
      });
    }
    await once(child, 'exit');
    await client.endAsync(true);

    const { events } = await start();
    await until(() => acknowledged.every((text) => events.some((event) => payloadOf(event) === text)));
    expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
  });
});

describe('starting and stopping', () => {
  it('says when the port is taken, and leaves nothing open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
  });

  it('ends connections that never said who they are', async () => {
    const { broker } = await start();
    const { connect: connectSocket } = await import('node:net');
    const socket = connectSocket(broker.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await broker.close();
    await closed;
  });

  it('refuses MQTT 5, which is not supported yet', async () => {
    const { broker, lines } = await start();
    await expect(connect(broker, { protocolVersion: 5 })).rejects.toThrow();
    await until(() => lines.length > 0);
    expect(lines[0]).toEqual({ event: 'connection refused', fields: { reason: 'unacceptable protocol version' } });
  });
});

const mosquitto = '/usr/bin/mosquitto_pub';
const whenMosquitto = existsSync(mosquitto) ? it : it.skip;
if (!existsSync(mosquitto)) console.warn('SKIPPED: mosquitto_pub is not installed, its test does not run');

whenMosquitto('mosquitto_pub publishes at QoS 1', async () => {
  const { broker, events } = await start();
  const child = spawn(mosquitto, ['-h', '127.0.0.1', '-p', String(broker.port), '-q', '1', '-t', 'sensors/m/telemetry', '-m', '{"temperature": 21}']);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  await until(() => events.length === 1);
  expect(payloadOf(events[0]!)).toBe('{"temperature": 21}');
});
