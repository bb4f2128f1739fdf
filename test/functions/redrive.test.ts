/** Functions/redrive and collect-rejects, whole: letters of every kind in the local S3, the local Timestream server behind the real clients. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBucketBehindFaults, type BucketBehindFaults } from '../shared/dead-letters/bucket-behind-faults';
import { lambdaContext } from './lambda-context';
import { startTimestreamUnderTest } from './timestream-under-test';

type Answer = Record<string, unknown>;

let timestream: Awaited<ReturnType<typeof startTimestreamUnderTest>>;
let bucket: BucketBehindFaults;
let redrive: (input: object) => Promise<Answer>;
let collectRejects: (event: unknown) => Promise<Answer>;

beforeAll(async () => {
  timestream = await startTimestreamUnderTest();
  bucket = await startBucketBehindFaults('dead-letters');
  process.env['AWS_ENDPOINT_URL_S3'] = bucket.endpoint;
  const functions = [await import('../../functions/redrive'), await import('../../functions/collect-rejects')] as const;
  redrive = async (input) => (await functions[0].handler(input, lambdaContext({ remainingMs: 60_000 }))) as unknown as Answer; // looked at, not relied on
  collectRejects = (event) => functions[1].handler(event, lambdaContext());
});
beforeEach(() => bucket.clear());
afterAll(async () => {
  await timestream.close();
  await bucket.close();
});

const base64 = (content: unknown): string => Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64');
const reading = (device: string, temperature: number) => ({ device_id: device, temperature });
const carried = (device: string) => ({ payload: base64({ temperature: 21 }), topic: `sensors/${device}/telemetry`, clientId: device, receivedAt: Date.now() });

function ownLetter(changes: object): object {
  return {
    reason: 'bad-measure', detail: 'temperature: "warm"', source: 'iot', position: { message: 'm-1', index: 0 }, readingsOfMessage: 1, topic: 'sensors/s-1/telemetry', clientId: 's-1',
    receivedAt: Date.now(), deadLetteredAt: '2026-05-01T08:30:01.000Z', payload: base64({ temperature: 21 }), function: 'ingest-iot', requestId: 'r-1', redriven: 0, ...changes,
  };
}

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:tidegauge-test-ingest-iot:$LATEST';
const streamRecord = (sequence: string, content: unknown) => ({
  eventID: `shardId-000000000000:${sequence}`,
  kinesis: { sequenceNumber: sequence, data: base64(content), approximateArrivalTimestamp: Date.now() / 1000 },
});

/** Each kind of letter that holds messages, and how many readings are in it. */
const kinds: Readonly<Record<string, { readonly key: string; readonly letter: () => object; readonly readings: number }>> = {
  'an MQTT message': { key: 'reason=bad-measure/date=2026-05-01/a.json', letter: () => ownLetter({}), readings: 1 },
  'a line of line protocol over HTTP': {
    key: 'reason=bad-measure/date=2026-05-01/b.json',
    letter: () => ownLetter({ source: 'http', topic: undefined, clientId: undefined, table: 'SensorReadings', precision: 's', payload: base64(`sensors,device_id=l-1 temperature=21.5 ${Math.floor(Date.now() / 1000)}`) }),
    readings: 1,
  },
  'an element of JSON over HTTP': {
    key: 'reason=bad-measure/date=2026-05-01/c.json',
    letter: () => ownLetter({ source: 'http', topic: undefined, clientId: undefined, table: 'SensorReadings', payload: base64(reading('j-1', 21)) }),
    readings: 1,
  },
  'a message of a stream': {
    key: 'reason=bad-measure/date=2026-05-01/d.json',
    letter: () => ownLetter({ source: 'kinesis', topic: undefined, clientId: undefined, position: { message: 'shardId-000000000000:1/3', index: 0 }, payload: base64(reading('k-1', 21)) }),
    readings: 1,
  },
  'an MQTT message that came over the stream': { key: 'reason=bad-measure/date=2026-05-01/e.json', letter: () => ownLetter({ source: 'kinesis', position: { message: 'shardId-000000000000:2', index: 0 } }), readings: 1 },
  'a message whose rule failed': {
    key: 'reason=rule-error/date=2026-05-01/f.json',
    letter: () => ({ ruleName: 'r', topic: 'sensors/f-1/telemetry', clientId: 'f-1', base64OriginalPayload: base64({ temperature: 21 }), failures: [{ failedAction: 'LambdaAction', errorMessage: 'denied' }] }),
    readings: 1,
  },
  'an event that Lambda gave up': {
    key: 'aws/lambda/async/tidegauge-test-ingest-iot/2026/05/01/2026-05-01T08.30.00-1',
    letter: () => ({ version: '1.0', requestContext: { functionArn: arn, condition: 'RetriesExhausted', approximateInvokeCount: 3 }, requestPayload: carried('g-1') }),
    readings: 1,
  },
  'a batch of stream records that Lambda gave up': {
    key: 'aws/lambda/0d3b/shardId-000000000000/2026/05/01/2026-05-01T08.30.00-2',
    letter: () => ({
      requestContext: { functionArn: arn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 10 },
      KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 2 },
      payload: JSON.stringify({ Records: [streamRecord('3', reading('h-1', 21)), streamRecord('4', [reading('h-2', 21), reading('h-3', 21)])] }),
    }),
    readings: 3,
  },
};

it.each(Object.entries(kinds))('sends %s again, and twice is harmless', async (_what, { key, letter, readings }) => {
  const object = JSON.stringify(letter());
  await bucket.put(key, object);
  const expected = {
    dryRun: false,
    letters: { 'written': 1, 'superseded': 0, 'refused': 0, 'left': 0, 'not-redriven': 0 },
    readings: expect.objectContaining({ written: readings, superseded: 0, retried: 0, dead_lettered: 0 }),
    attention: [],
  };
  expect(await redrive({ action: 'redrive', keys: [key] })).toEqual(expected);
  expect(await bucket.keys()).toEqual([]);
  const rows = await timestream.countRows('SensorReadings');
  await bucket.put(key, object);
  // A rule error tells no time of receipt but that of its object, and this one is a new object.
  if (!key.includes('rule-error')) {
    expect(await redrive({ action: 'redrive', keys: [key] })).toEqual(expected);
    expect(await timestream.countRows('SensorReadings')).toBe(rows);
  }
});

it('puts a letter for what is refused in the place of a batch, and keeps what holds no messages', async () => {
  const { key, letter } = kinds['a batch of stream records that Lambda gave up']!;
  await bucket.put(key, JSON.stringify({ ...letter(), payload: JSON.stringify({ Records: [streamRecord('5', reading('h-1', 22)), streamRecord('6', 'no JSON')] }) }));
  await bucket.put('aws/lambda/async/other/2026/05/01/x', JSON.stringify({ requestContext: {}, requestPayload: { nonsense: true } }));
  const answer = await redrive({ action: 'redrive', all: true });
  expect(answer).toMatchObject({
    letters: { 'written': 0, 'refused': 1, 'not-redriven': 1 },
    readings: { written: 1, dead_lettered: 1, dead_lettered_not_json: 1 },
    attention: [
      { key, outcome: 'refused', keys: [expect.stringMatching(/^reason=not-json\//)] },
      { key: 'aws/lambda/async/other/2026/05/01/x', outcome: 'not-redriven', detail: 'the event is not what the carrying rule makes' },
    ],
  });
  expect(await bucket.keys()).toEqual(['aws/lambda/async/other/2026/05/01/x', expect.stringMatching(/^reason=not-json\//)]);
});

describe('a list', () => {
  beforeEach(async () => {
    for (const { key, letter } of Object.values(kinds)) await bucket.put(key, JSON.stringify(letter()));
  });

  it('tells of every letter, and counts them by reason and source', async () => {
    const list = await redrive({ action: 'list' });
    expect(list).toMatchObject({
      inBucket: { byReason: { 'bad-measure': 5, 'rule-error': 1, 'invocation-failed': 2 }, isWhole: true },
      byReason: { 'bad-measure': 5, 'rule-error': 1, 'invocation-failed': 2 },
      bySource: { iot: 3, kinesis: 3, http: 2 },
    });
    expect(list).not.toHaveProperty('cursor');
    expect(list['letters']).toContainEqual({
      key: 'reason=bad-measure/date=2026-05-01/a.json', reason: 'bad-measure', detail: 'temperature: "warm"', source: 'iot', topic: 'sensors/s-1/telemetry', table: 'SensorReadings',
      receivedAt: expect.any(String), deadLetteredAt: '2026-05-01T08:30:01.000Z', redriven: 0,
    });
    expect(list['letters']).toContainEqual(expect.objectContaining({ reason: 'invocation-failed', source: 'kinesis', detail: 'tidegauge-test-ingest-iot gave up on 2 stream records of shardId-000000000000 after 10 attempts (RetryAttemptsExhausted)' }));
  });

  it.each([
    [{ reason: 'rule-error' }, 1],
    [{ source: 'http' }, 2],
    [{ source: 'kinesis', reason: 'bad-measure' }, 2],
    [{ table: 'SensorReadings' }, 6],
    [{ table: 'Nothing' }, 0],
    [{ from: new Date(Date.now() - 3_600_000).toISOString() }, 8],
    [{ from: new Date(Date.now() + 3_600_000).toISOString() }, 0],
    [{ to: '2026-01-01' }, 0],
  ])('is narrowed by %j', async (selection, letters) => {
    // Keys carry the day that the letters of this test were received on.
    await Promise.all((await bucket.keys()).filter((key) => key.includes('date=2026-05-01')).map(async (key) => {
      const body = JSON.stringify(await bucket.read(key));
      await bucket.put(key.replace('2026-05-01', new Date().toISOString().slice(0, 10)), body);
    }));
    const today = (await redrive({ action: 'list', ...selection }))['letters'] as { key: string }[]; // as asked for
    expect(new Set(today.map(({ key }) => key.split('/').at(-1))).size).toBe(letters);
  });

  it('finds what a gateway whose clock is ahead says was received after it was stored', async () => {
    const receivedAt = Date.now() + 600_000;
    const key = `reason=bad-measure/date=${new Date(receivedAt).toISOString().slice(0, 10)}/ahead.json`;
    await bucket.put(key, JSON.stringify(ownLetter({ receivedAt })));
    expect(await redrive({ action: 'list', from: new Date(receivedAt - 60_000).toISOString() })).toMatchObject({ letters: [{ key }] });
  });

  it('tells of all others when one has a time that no date can be', async () => {
    await bucket.put('aws/lambda/async/f/2026/05/01/x', JSON.stringify({ requestContext: {}, requestPayload: { ...carried('x'), receivedAt: 1e300 } }));
    await bucket.put('reason=bad-measure/date=2026-05-01/z.json', JSON.stringify(ownLetter({ receivedAt: 1e300 })));
    const { letters } = await redrive({ action: 'list' });
    expect(letters).toHaveLength(10);
    expect(letters).toContainEqual(expect.objectContaining({ key: 'reason=bad-measure/date=2026-05-01/z.json', notRedriven: 'the object is no dead letter of this service' }));
  });

  it('comes in pages that together are the whole', async () => {
    const keys: string[] = [];
    let cursor: unknown;
    do {
      const page = await redrive({ action: 'list', limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      keys.push(...(page['letters'] as { key: string }[]).map(({ key }) => key)); // as a list has them
      cursor = page['cursor'];
    } while (cursor !== undefined);
    expect(keys).toEqual(await bucket.keys());
  });
});

describe('a letter that is shown', () => {
  it('has its bytes as text when they are text, else as base64', async () => {
    await bucket.put('reason=not-json/date=2026-05-01/t.json', JSON.stringify(ownLetter({ payload: base64('hello') })));
    await bucket.put('reason=not-json/date=2026-05-01/u.json', JSON.stringify(ownLetter({ payload: '/wBB' })));
    expect(await redrive({ action: 'show', key: 'reason=not-json/date=2026-05-01/t.json' })).toMatchObject({ bytes: 5, payload: { text: 'hello' }, facts: { position: { message: 'm-1', index: 0 }, clientId: 's-1' } });
    expect(await redrive({ action: 'show', key: 'reason=not-json/date=2026-05-01/u.json' })).toMatchObject({ bytes: 3, payload: { base64: '/wBB' } });
  });

  it('has text in base64 when JSON would make more of it than an answer holds', async () => {
    const controls = Buffer.alloc(1024 * 1024, 1);
    await bucket.put('reason=not-json/date=2026-05-01/v.json', JSON.stringify(ownLetter({ payload: controls.toString('base64') })));
    expect(await redrive({ action: 'show', key: 'reason=not-json/date=2026-05-01/v.json' })).toMatchObject({ bytes: controls.length, payload: { base64: controls.toString('base64') } });
  });

  it('is refused when it is not there', async () => {
    await expect(redrive({ action: 'show', key: 'reason=not-json/x.json' })).rejects.toThrow('there is no letter reason=not-json/x.json');
  });
});

describe('a report of Timestream', () => {
  const { Records: [template] } = JSON.parse(readFileSync(join(__dirname, '../../events/collect-rejects.json'), 'utf8')) as { Records: [{ s3: { object: { key: string } } }] }; // the file's name says what it is
  const key = template.s3.object.key;
  const record = (device: string) => ({ dimensions: [{ name: 'device_id', value: device }], measureName: 'sensor_metrics', time: '1', version: 1 });
  const sameVersion = 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified.';
  const report = { reportId: 'A', errors: [
    { reason: sameVersion, records: [record('a'), record('b')] },
    { reason: 'The record version 1 is lower than the existing version 2. A higher version is required to update the measure value.', records: [record('c')] },
    { reason: 'something new' },
  ] };

  it('becomes a letter for each record, once, but for those that a higher version stands over', async () => {
    await bucket.put(key, JSON.stringify(report));
    const counts = { written: 0, superseded: 1, retried: 0, dead_lettered: 3, dead_lettered_conflict: 2, dead_lettered_rejected: 1 };
    expect(await collectRejects({ Records: [template] })).toMatchObject(counts);
    const letters = (await bucket.keys()).filter((letter) => letter.startsWith('reason='));
    expect(letters).toHaveLength(3);
    expect(await bucket.read(letters[0]!)).toMatchObject({ reason: 'conflict', detail: sameVersion, source: 'timestream', table: 'SensorReadings', function: 'collect-rejects' });
    const payloads = await Promise.all(letters.map(async (letter) => JSON.parse(Buffer.from(String((await bucket.read(letter))['payload']), 'base64').toString()) as unknown));
    expect(payloads).toEqual(expect.arrayContaining([record('a'), record('b'), { reason: 'something new' }]));
    // S3 may send an event twice.
    expect(await collectRejects({ Records: [template] })).toMatchObject(counts);
    expect(await bucket.keys()).toEqual([key, ...letters]);
  });

  it('may list more records than a call takes arguments', async () => {
    const records = Array.from({ length: 200_000 }, () => 0);
    await bucket.put(key, JSON.stringify({ errors: [{ ...report.errors[1], records }] }));
    expect(await collectRejects({ Records: [template] })).toMatchObject({ superseded: records.length, retried: 0, dead_lettered: 0 });
  });

  it('is kept whole when nobody can read it', async () => {
    await bucket.put(key, 'not what was expected');
    expect(await collectRejects({ Records: [template] })).toMatchObject({ dead_lettered: 1 });
    const [letter] = (await bucket.keys()).filter((name) => name.startsWith('reason=rejected/'));
    expect(await redrive({ action: 'show', key: letter })).toMatchObject({ payload: { text: 'not what was expected' }, notRedriven: expect.stringContaining('higher version') });
  });

  it('fails the invocation, so that Lambda tries again, while letters cannot be stored', async () => {
    await bucket.put(key, JSON.stringify(report));
    bucket.meet(['denied']);
    await expect(collectRejects({ Records: [template] })).rejects.toThrow('must be delivered again');
    bucket.meet([]);
  });

  it('is collected by a redrive when Lambda has given its event up', async () => {
    await bucket.put(key, JSON.stringify(report));
    const letter = 'aws/lambda/async/tidegauge-test-collect-rejects/2026/05/01/2026-05-01T08.30.00-3';
    await bucket.put(letter, JSON.stringify({ requestContext: { functionArn: arn }, requestPayload: { Records: [template] } }));
    expect(await redrive({ action: 'redrive', reason: 'invocation-failed' })).toMatchObject({ letters: { refused: 1 }, readings: { superseded: 1, dead_lettered: 3 } });
    expect(await bucket.keys()).not.toContain(letter);
    expect(await redrive({ action: 'redrive', source: 'timestream' })).toMatchObject({ letters: { 'not-redriven': 3 } });
  });

  it('is no report when the event is of something else', async () => {
    await expect(collectRejects({ nonsense: true })).rejects.toThrow('the event is not one that S3 sends of new objects');
  });
});
