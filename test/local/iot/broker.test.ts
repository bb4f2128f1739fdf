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
import type { TimestreamRecord } from '../../../local/iot/timestream-records';

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
  readonly streamRecords: { streamName: string; partitionKey: string; data: string }[];
  readonly writes: { databaseName: string; tableName: string; records: readonly TimestreamRecord[] }[];
  readonly lines: { event: string; fields: Readonly<Record<string, unknown>> }[];
}

async function start(options: Partial<BrokerOptions> = {}): Promise<Started> {
  const events: Started['events'] = [];
  const objects: Started['objects'] = [];
  const streamRecords: Started['streamRecords'] = [];
  const writes: Started['writes'] = [];
  const lines: Started['lines'] = [];
  const broker = await startBroker({
    port: 0,
    host: '127.0.0.1',
    folder,
    rules: [carry],
    invokeLambda: async (functionArn, event) => void events.push({ functionArn, event }),
    putObject: async (bucket, key, body) => void objects.push({ bucket, key, body }),
    putStreamRecord: async (streamName, partitionKey, data) => void streamRecords.push({ streamName, partitionKey, data: data.toString() }),
    writeRecords: async (databaseName, tableName, records) => void writes.push({ databaseName, tableName, records }),
    now: () => frozenNow,
    log: (event, fields) => void lines.push({ event, fields }),
    ...options,
  });
  closers.push(() => broker.close());
  return { broker, events, objects, streamRecords, writes, lines };
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
    expect(() => broker.setRules([{ ...carry, sqlVersion: 'beta' }])).toThrow('rule carry: SQL version beta is not supported');
    await client.publishAsync('sensors/a/telemetry', 'still', { qos: 1 });
    await until(() => events.length === 2);
  });
});

describe('what AWS IoT refuses', () => {
  it.each([
    ['a payload over 128 KiB', 'sensors/a/telemetry', Buffer.alloc(200_000), 1, 'the payload has 200000 bytes, AWS IoT takes at most 131072'],
    ['a topic over 256 bytes', `sensors/${'ä'.repeat(125)}`, Buffer.alloc(0), 1, 'the topic has 258 bytes, AWS IoT takes at most 256'],
    ['eight slashes', '1/2/3/4/5/6/7/8/9', Buffer.alloc(0), 1, 'the topic has 8 slashes, AWS IoT takes at most 7'],
    ['a NUL character in the topic', 'sensors/a\0b', Buffer.alloc(0), 1, 'the topic has a NUL character'],
    ['QoS 2', 'sensors/a/telemetry', Buffer.alloc(0), 2, 'AWS IoT has no QoS 2'],
    ['a reserved topic', '$aws/things/a/shadow/update', Buffer.alloc(0), 1, 'publishing to reserved topics is not supported: $aws/things/a/shadow/update'],
    ['Basic Ingest without a rule', '$aws/rules/', Buffer.alloc(0), 1, 'publishing to reserved topics is not supported: $aws/rules/'],
    ['eight slashes behind the rule', '$aws/rules/carry/1/2/3/4/5/6/7/8/9', Buffer.alloc(0), 1, 'the topic has 8 slashes, AWS IoT takes at most 7'],
    ['over 256 bytes behind the rule', `$aws/rules/carry/${'x'.repeat(257)}`, Buffer.alloc(0), 1, 'the topic has 257 bytes, AWS IoT takes at most 256'],
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
    [{ ...carry, sqlVersion: 'beta' }, 'rule carry: SQL version beta is not supported: AwsIotSqlVersion is 2015-10-08 or 2016-03-23'],
    [{ ...carry, sql: "SELECT aws_lambda('f', a) AS a FROM 'x'" }, 'rule carry: line 1:8: function aws_lambda() is not supported'],
    [{ ...carry, errorAction: { kind: 's3', bucket: 'b', key: '${device}' } }, 'rule carry: the templates of an error action cannot read the payload'],
    [{ ...carry, actions: [{ kind: 'kinesis', streamName: 's', partitionKey: '${principal()}' }] }, 'rule carry: line 1:3: function principal() is not supported'],
    [{ ...carry, actions: [{ kind: 'timestream', databaseName: 'd', tableName: 't', dimensions: [] }] }, 'rule carry: a timestream action has 1 to 128 dimensions, not 0'],
    [{ ...carry, actions: [{ kind: 'timestream', databaseName: 'd', tableName: 't', dimensions: [{ name: 'ts_x', value: 'v' }] }] }, 'rule carry: no dimension of a timestream action can be called ts_x'],
    [{ ...carry, actions: [{ kind: 'timestream', databaseName: 'd', tableName: 't', dimensions: [{ name: 'a', value: 'v' }], timestamp: { value: '1', unit: 'HOURS' } }] }, "rule carry: the unit of a timestream action's time is one of"],
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

describe('the other actions', () => {
  const message = '{"on": true, "count": 10.0, "level": 1.5, "name": "a", "list": [1, "x"], "none": null}';

  it('put the result into a stream, as the bytes that came or as JSON, by the partition key of the message', async () => {
    const raw = { ...carry, name: 'raw', sql: "SELECT * FROM 'sensors/#'", actions: [{ kind: 'kinesis' as const, streamName: 'readings', partitionKey: '${topic(2)}' }] };
    const { broker, streamRecords } = await start({ rules: [raw, { ...raw, name: 'json', sql: "SELECT on, count FROM 'sensors/#'" }] });
    const client = await connect(broker);
    await client.publishAsync('sensors/a1/telemetry', message, { qos: 1 });
    await until(() => streamRecords.length === 2);
    expect(streamRecords).toEqual([
      { streamName: 'readings', partitionKey: 'a1', data: message },
      { streamName: 'readings', partitionKey: 'a1', data: '{"on":true,"count":10}' },
    ]);
  });

  it('keep the order of the messages of a client on their way into a stream', async () => {
    const { broker, streamRecords } = await start({ rules: [{ ...carry, sql: "SELECT * FROM '#'", actions: [{ kind: 'kinesis', streamName: 'readings', partitionKey: 'k' }] }] });
    const client = await connect(broker);
    await Promise.all(Array.from({ length: 200 }, (_, index) => client.publishAsync('a', String(index), { qos: 1 })));
    await until(() => streamRecords.length === 200);
    expect(streamRecords.map(({ data }) => Number(data))).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });

  it.each([['2016-03-23', 'BIGINT', '10'], ['2015-10-08', 'DOUBLE', '10.0']] as const)('write a record for every attribute to Timestream, under SQL version %s', async (sqlVersion, type, count) => {
    const dimensions = [{ name: 'device', value: '${topic(2)}' }, { name: 'sku', value: 'x1' }];
    const { broker, writes } = await start({
      rules: [{ name: 'direct', sqlVersion, sql: "SELECT * FROM 'sensors/#'", actions: [{ kind: 'timestream', databaseName: 'fleet', tableName: 'raw_${topic(1)}', dimensions, timestamp: { value: '${timestamp()}', unit: 'MILLISECONDS' } }] }],
    });
    const client = await connect(broker);
    await client.publishAsync('sensors/a1/telemetry', message, { qos: 1 });
    await until(() => writes.length === 1);
    const common = { dimensions: [{ name: 'device', value: 'a1' }, { name: 'sku', value: 'x1' }], time: String(frozenNow), timeUnit: 'MILLISECONDS' };
    expect(writes).toEqual([{
      databaseName: 'fleet',
      tableName: 'raw_sensors',
      records: [
        { ...common, measureName: 'on', type: 'BOOLEAN', value: 'true' },
        { ...common, measureName: 'count', type, value: count },
        { ...common, measureName: 'level', type: 'DOUBLE', value: '1.5' },
        { ...common, measureName: 'name', type: 'VARCHAR', value: 'a' },
        { ...common, measureName: 'list', type: 'VARCHAR', value: '[1,"x"]' },
      ],
    }]);
  });

  it('run when another one of the rule fails, and the error action hears of all that did', async () => {
    const timestream = { kind: 'timestream' as const, databaseName: 'fleet', tableName: 'raw', dimensions: [{ name: 'd', value: 'v' }] };
    const { broker, events, objects } = await start({
      rules: [{ ...carry, actions: [{ kind: 'kinesis', streamName: 'gone', partitionKey: '${topic()}' }, { kind: 'lambda', functionArn: 'arn:ingest' }, { ...timestream, timestamp: { value: '${topic()}', unit: 'SECONDS' } }] }],
      putStreamRecord: () => Promise.reject(new Error('no such stream')),
    });
    const client = await connect(broker);
    await client.publishAsync('sensors/a1/telemetry', message, { qos: 1 });
    await until(() => objects.length === 1);
    expect(events).toHaveLength(1);
    expect(JSON.parse(objects[0]!.body.toString())).toMatchObject({
      failures: [
        { failedAction: 'KinesisAction', failedResource: 'gone', errorMessage: 'no such stream' },
        { failedAction: 'TimestreamAction', failedResource: 'fleet/raw', errorMessage: 'the timestamp "sensors/a1/telemetry" is no whole number' },
      ],
    });
  });
});

describe('Basic Ingest', () => {
  const other = { ...carry, name: 'other', sql: "SELECT topic() AS topic, topic(1) AS first, encode(*, 'base64') AS payload", actions: [{ kind: 'lambda' as const, functionArn: 'arn:other' }] };

  it('runs the one rule it names, whatever that hears, and no subscriber hears of it', async () => {
    const heard = jest.fn();
    const { broker, events } = await start({ rules: [carry, other, { ...other, name: 'all', sql: "SELECT * FROM '#'" }] });
    const client = await connect(broker);
    client.on('message', heard);
    await client.subscribeAsync('#', { qos: 1 });
    await client.publishAsync('$aws/rules/other/sensors/a1/telemetry', '1', { qos: 1, retain: true });
    await client.publishAsync('$aws/rules/other', '2', { qos: 1 });
    await client.publishAsync('end', '3', { qos: 1 });
    await until(() => heard.mock.calls.length > 0 && events.length === 3);
    expect(events.map(({ functionArn, event }) => [functionArn, event])).toEqual([
      ['arn:other', { topic: 'sensors/a1/telemetry', first: 'sensors', payload: 'MQ==' }],
      ['arn:other', { topic: '', first: '', payload: 'Mg==' }],
      ['arn:other', 3],
    ]);
    expect(heard.mock.calls.map(([topic]) => topic)).toEqual(['end']);
  });

  it('drops a message for a rule that is not there, says so once, and acknowledges it', async () => {
    const { broker, events, lines } = await start();
    const client = await connect(broker);
    for (const topic of ['$aws/rules/carri/a', '$aws/rules/carri/b']) await client.publishAsync(topic, '1', { qos: 1 });
    expect(lines).toEqual([{ event: 'no rule has this name', fields: { rule: 'carri', rules: ['carry'] } }]);
    expect(events).toEqual([]);
  });

  it('is in the journal before its PUBACK, and runs after a restart', async () => {
    const first = await start({ rules: [other], invokeLambda: () => Promise.reject(new Error('failing')), putObject: () => Promise.reject(new Error('failing too')) });
    const client = await connect(first.broker);
    await client.publishAsync('$aws/rules/other/a/b', '1', { qos: 1 });
    await until(() => first.lines.some((line) => line.event === 'message kept for the next start'));
    await first.broker.close();
    const second = await start({ rules: [other] });
    await until(() => second.events.length === 1);
    expect(second.events[0]?.event).toEqual({ topic: 'a/b', first: 'a', payload: 'MQ==' });
  });

  it('tells the error action the topic as it was published', async () => {
    const { broker, objects } = await start({ rules: [other], invokeLambda: () => Promise.reject(new Error('failing')) });
    const client = await connect(broker);
    await client.publishAsync('$aws/rules/other/a/b', '1', { qos: 1 });
    await until(() => objects.length === 1);
    expect(JSON.parse(objects[0]!.body.toString())).toMatchObject({ topic: '$aws/rules/other/a/b' });
  });

  it('takes 256 bytes and seven slashes behind the name of the rule, and no subscription', async () => {
    const { broker, events, lines } = await start({ rules: [other] });
    const client = await connect(broker, { clientId: 'rude' });
    await client.publishAsync(`$aws/rules/other/1/2/3/4/5/6/7/${'x'.repeat(242)}`, '1', { qos: 1 });
    await until(() => events.length === 1);
    client.subscribe('$aws/rules/other/#', { qos: 1 }, () => undefined);
    await disconnected(client);
    expect(lines[0]?.fields).toEqual({ clientId: 'rude', reason: 'nobody can subscribe to Basic Ingest: $aws/rules/other/#' });
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
