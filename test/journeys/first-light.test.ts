/** First light, as a newcomer has it: a reading published over MQTT comes back over HTTP, and nothing acknowledged is ever lost. */
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient, paginateQuery } from '@aws-sdk/client-timestream-query';
import { type MqttClient, connectAsync } from 'mqtt';
import { type RunningStack, eventually, root, runToEnd, startStackProcess } from './running-stack';

const deadLetterBucket = 'tidegauge-local-dead-letters';
const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

const folder = mkdtempSync(join(tmpdir(), 'first-light-'));
const data = join(folder, 'data');
const tables = join(folder, 'tables.json');
/** The package of the first start, for those after it. */
const packaged = join(folder, 'packaged');
let stack: RunningStack;

jest.setTimeout(120_000);

beforeAll(async () => {
  cpSync(join(root, 'tables.json'), tables);
  stack = await startStackProcess(['--no-simulate', '--data', data, '--tables', tables]);
  const made = readdirSync(join(data, 'package')).find((name) => name.startsWith('service-'))!;
  cpSync(join(data, 'package', made), packaged, { recursive: true });
});

afterAll(async () => {
  await (stack as RunningStack | undefined)?.stop('SIGKILL'); // undefined when it never got ready
  rmSync(folder, { recursive: true, force: true });
});

async function publishing<T>(use: (client: MqttClient) => Promise<T>): Promise<T> {
  const client = await connectAsync(stack.mqtt, { reconnectPeriod: 0 });
  try {
    return await use(client);
  } finally {
    await client.endAsync(true);
  }
}

const publish = (device: string, payload: string): Promise<unknown> =>
  publishing((client) => client.publishAsync(`sensors/${device}/telemetry`, payload, { qos: 1 }));

/** @throws Error with the answer and what the stack printed, when the answer is not 200 */
async function get(path: string): Promise<unknown> {
  const response = await fetch(`${stack.http}${path}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}: ${text}\n${stack.lines.join('\n')}`);
  return JSON.parse(text);
}

async function series(table: string, question: string): Promise<readonly Series[]> {
  const body = await get(`/v1/tables/${table}/series?${question}`);
  return (body as { series: readonly Series[] }).series; // the shape the API documents
}

interface Series {
  readonly points: readonly [time: number, value: number | null][];
}

const valuesOf = (one: Series | undefined): number[] => (one?.points ?? []).map(([, value]) => value).filter((value) => value !== null);

/** The times of a device's readings, in Timestream's form. */
async function timesOf(device: string): Promise<string[]> {
  const client = new TimestreamQueryClient({ ...access, endpoint: stack.timestream });
  const pages = paginateQuery({ client }, { QueryString: `SELECT time FROM "IoTMetrics"."SensorReadings" WHERE device_id = '${device}'` });
  const times: string[] = [];
  for await (const { Rows } of pages) times.push(...(Rows ?? []).map((row) => row.Data?.[0]?.ScalarValue ?? ''));
  client.destroy();
  return times;
}

async function deadLetters(reason: string): Promise<Record<string, unknown>[]> {
  const client = new S3Client({ ...access, endpoint: stack.s3, forcePathStyle: true });
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: deadLetterBucket, Prefix: `reason=${reason}/` }));
  const letters = await Promise.all((Contents ?? []).map(async ({ Key }) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: deadLetterBucket, Key }));
    return JSON.parse(await Body?.transformToString() ?? '') as Record<string, unknown>;
  }));
  client.destroy();
  return letters;
}

describe('a reading', () => {
  it('that is published with QoS 1 comes back as an aggregated series', async () => {
    await publish('kitchen', JSON.stringify({ temperature: 21, region: "süd's" }));
    await publish('kitchen', JSON.stringify([{ temperature: 23, ts: Date.now() - 1000 }, { temperature: 25, ts: Date.now() - 2000 }]));
    const averages = await eventually(async () => {
      const [counts, means] = await series('SensorReadings', 'select=count(temperature),avg(temperature)&bin=1h&by=device_id&where=device_id:kitchen');
      return valuesOf(counts).reduce((sum, count) => sum + count, 0) === 3 ? valuesOf(means) : undefined;
    });
    expect(averages.every((value) => value >= 21 && value <= 25)).toBe(true);
  });

  it('is the newest value of its device, with what the message says of it', async () => {
    const latest = await get('/v1/tables/SensorReadings/latest?select=last(temperature)&by=device_id,region');
    expect(JSON.stringify(latest)).toContain("süd's");
  });

  it('is read by the printed line', async () => {
    const url = /curl '([^']+)'/.exec(await stack.printed('curl'))?.[1] ?? '';
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toContain('kitchen');
  });
});

describe('a message that is no reading', () => {
  it.each([
    ['not-json', '{"temperature": '],
    ['not-a-reading', 'null'],
    ['bad-measure', '{"temperature": "warm"}'],
  ])('ends in the dead-letter bucket with reason %s and its bytes', async (reason, payload) => {
    await publish('attic', payload);
    const letter = await eventually(async () => (await deadLetters(reason)).at(0));
    expect(letter).toMatchObject({ reason, source: 'iot', topic: 'sensors/attic/telemetry', payload: Buffer.from(payload).toString('base64') });
  });
});

describe('an invocation', () => {
  it('leaves a KPI record', async () => {
    await eventually(async () => {
      const [written] = await series('Kpis', 'select=sum(written)&bin=1h&by=function&where=function:ingest-iot');
      return valuesOf(written).find((value) => value > 0);
    });
  });
});

describe('a second start', () => {
  it('is refused while the data folder is in use', async () => {
    const { status, text } = await runToEnd(['--no-simulate', '--data', data, '--packaged', packaged]);
    expect(status).toBe(1);
    expect(text).toContain(`${data} is in use by process`);
  });

  it('is refused on a port that is taken, by the name of the flag', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { status, text } = await runToEnd(['--no-simulate', '--data', join(folder, 'other'), '--packaged', packaged, '--http-port', String(port), '--mqtt-port', '0', '--timestream-port', '0', '--s3-port', '0']);
    taken.close();
    expect(status).toBe(1);
    expect(text).toContain(`--http-port ${port}: this port is taken`);
    expect(existsSync(join(folder, 'other/lock'))).toBe(false);
  });

  it('is refused with a flag that does not exist', async () => {
    expect(await runToEnd(['--http-prot', '1'])).toEqual({ status: 2, text: 'there is no flag --http-prot; did you mean --http-port?' });
  });
});

describe('saving tables.json', () => {
  const change = (edit: (table: { measures: Record<string, unknown> }) => void): void => {
    const json = JSON.parse(readFileSync(tables, 'utf8')) as { tables: { SensorReadings: { measures: Record<string, unknown> } } };
    edit(json.tables.SensorReadings);
    writeFileSync(tables, JSON.stringify(json));
  };

  it('shows what is wrong with it and goes on as before', async () => {
    change((table) => { table.measures.lux = 'FLOAT'; });
    await stack.printed('is not applied, the service runs on as before');
    expect(stack.lines.join('\n')).toContain('tables.SensorReadings.measures.lux: ');
    await get('/v1/health');
  });

  it('brings a new measure to work', async () => {
    change((table) => { table.measures.lux = 'DOUBLE'; });
    await stack.printed('is applied after');
    await publish('roof', '{"lux": 900}');
    await eventually(async () => {
      const [brightest] = await series('SensorReadings', 'select=max(lux)&bin=1h&where=device_id:roof');
      return valuesOf(brightest).find((value) => value === 900);
    });
  });
});

describe('a kill in the middle of publishing', () => {
  it('loses no acknowledged reading', async () => {
    const client = await connectAsync(stack.mqtt, { reconnectPeriod: 0 });
    client.on('error', () => undefined); // the connection ends with the stack
    const acknowledged: number[] = [];
    const killed = { soon: false };
    const firstTime = Date.now() - 600_000;
    for (let index = 0; index < 1000; index += 1) {
      const time = firstTime + index;
      client.publish('sensors/cellar/telemetry', JSON.stringify({ ts: time, temperature: index }), { qos: 1 }, (error) => {
        if (error !== undefined && error !== null) return;
        acknowledged.push(time);
        killed.soon ||= acknowledged.length === 200;
      });
    }
    await eventually(() => Promise.resolve(killed.soon ? true : undefined));
    expect(await stack.stop('SIGKILL')).toBe('SIGKILL');
    await client.endAsync(true);

    stack = await startStackProcess(['--no-simulate', '--data', data, '--packaged', packaged]);
    const expected = acknowledged.map((time) => new Date(time).toISOString().replace('T', ' ').replace('Z', '000000'));
    await eventually(async () => {
      const stored = new Set(await timesOf('cellar'));
      return expected.every((time) => stored.has(time)) ? true : undefined;
    });
    const stored = await timesOf('cellar');
    expect(new Set(stored).size).toBe(stored.length); // a replay writes nothing twice
    expect((await timesOf('kitchen')).length).toBe(3);
  });
});

describe('a stop', () => {
  it('is clean on SIGTERM in the middle of the work, which the next start ends', async () => {
    const times = Array.from({ length: 300 }, (_, index) => Date.now() - 600_000 + index);
    await publishing((client) => Promise.all(times.map((ts) => client.publishAsync('sensors/garden/telemetry', JSON.stringify({ ts, temperature: 9 }), { qos: 1 }))));
    expect(await stack.stop('SIGTERM')).toBe(0);
    expect(stack.lines.at(-1)).toBe('stopped');
    expect(existsSync(join(data, 'lock'))).toBe(false);
    expect(existsSync(join(data, 'addresses.json'))).toBe(false);

    stack = await startStackProcess(['--no-simulate', '--data', data, '--packaged', packaged]);
    await eventually(async () => (await timesOf('garden')).length === times.length ? true : undefined);
  });
});
