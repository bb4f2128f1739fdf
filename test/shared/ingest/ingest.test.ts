/** The ingest path from messages to outcomes, through the real clients over HTTP: every reading ends exactly once, under faults too. */
import fc from 'fast-check';
import { ingest } from '../../../shared/ingest/ingest';
import { fromIot } from '../../../shared/readings/from-iot';
import { writeClient } from '../../../shared/timestream/clients';
import { setAwsEnvironment } from '../aws-environment';
import { startMemoryBucket, type MemoryBucket } from '../dead-letters/memory-bucket';
import { base64, serviceOf, source, table } from '../readings/definitions';
import { accepted, fault, rejected, startFaultyWriteService, type Answer, type FaultyWriteService } from '../timestream/faulty-write-service';

const receivedAt = Date.parse('2026-05-01T08:30:00Z');
const service = serviceOf(
  table('SensorReadings', { sources: [source('sensors/+/telemetry')] }),
  table('Meters', { sources: [source('meters/+')] }),
);
const invocation = {
  functionName: 'ingest-iot',
  requestId: 'r-1',
  now: () => receivedAt + 1000,
  config: { database: 'IoTMetrics', deadLetterBucket: 'letters' },
  signal: new AbortController().signal,
};

let timestream: FaultyWriteService;
let bucket: MemoryBucket;
beforeAll(async () => {
  timestream = await startFaultyWriteService();
  bucket = await startMemoryBucket();
  setAwsEnvironment({ write: timestream.endpoint, s3: bucket.endpoint });
});
beforeEach(() => {
  timestream.answerWith(() => accepted);
  bucket.refuse(false);
  bucket.objects.clear();
});
afterAll(async () => {
  await timestream.close();
  await bucket.close();
});

function message(content: unknown, topic = 'sensors/s-1/telemetry') {
  return fromIot(service, { payload: base64(typeof content === 'string' ? content : JSON.stringify(content)), topic, clientId: 'c-1', receivedAt });
}

const run = (...messages: ReturnType<typeof message>[]) => ingest(writeClient(), messages, invocation);
const kinds = ({ readings }: Awaited<ReturnType<typeof run>>) => readings.map(({ outcome }) => outcome.kind);

/** In the order of the elements: several are stored at a time. */
function storedLetters() {
  const letters = [...bucket.objects.values()].map((body) => JSON.parse(body) as { reason: string; position: { index: number } }); // as ingest wrote them
  return letters.sort((a, b) => a.position.index - b.position.index);
}

it('writes each table its own readings', async () => {
  const result = await run(message({ temperature: 1 }), message({ temperature: 2 }, 'meters/m-1'));
  expect(kinds(result)).toEqual(['written', 'written']);
  expect(timestream.requests.map(({ TableName }) => TableName).sort()).toEqual(['Meters', 'SensorReadings']);
  expect(result.meteredKib).toBe(2);
});

it('settles each element of an array by itself, and stores what is refused with reason, index and original bytes', async () => {
  const content = [{ temperature: 1, fw: 7 }, { temperature: 'NaN' }, 'x', { temperature: 2 }];
  const result = await run(message(content));
  expect(kinds(result)).toEqual(['written', 'dead-lettered', 'dead-lettered', 'written']);
  expect(result.ignoredFields).toBe(1);
  expect(storedLetters()).toEqual([
    {
      reason: 'not-finite',
      detail: 'temperature: "NaN"',
      source: 'iot',
      position: { message: expect.any(String), index: 1 },
      readingsOfMessage: 4,
      topic: 'sensors/s-1/telemetry',
      clientId: 'c-1',
      receivedAt,
      deadLetteredAt: '2026-05-01T08:30:01.000Z',
      payload: base64(JSON.stringify(content)),
      function: 'ingest-iot',
      requestId: 'r-1',
      redriven: 0,
    },
    expect.objectContaining({ reason: 'not-a-reading', position: { message: expect.any(String), index: 2 } }),
  ]);
});

it('dead-letters what the service refuses, under reasons of their own', async () => {
  timestream.answerWith(() =>
    rejected(
      { RecordIndex: 0, Reason: 'A record already exists with the same time, dimensions, measure name, and record version.' },
      { RecordIndex: 1, Reason: 'The record timestamp is outside the time range of the data ingestion window.' },
      { RecordIndex: 2, Reason: 'lower', ExistingVersion: 2 },
    ),
  );
  const readings = [1, 2, 3, 4].map((temperature) => ({ temperature, ts: 1777624140 + temperature }));
  expect(kinds(await run(message(readings)))).toEqual(['dead-lettered', 'dead-lettered', 'superseded', 'written']);
  expect(storedLetters().map(({ reason, position }) => [reason, position.index])).toEqual([['conflict', 0], ['rejected', 1]]);
});

it('makes a reading retryable whose dead letter cannot be stored', async () => {
  bucket.refuse(true);
  const { readings } = await run(message('hello'), message({ temperature: 1 }));
  expect(readings).toEqual([
    { messageIndex: 0, outcome: { kind: 'retryable', error: expect.objectContaining({ cause: expect.objectContaining({ name: 'AccessDenied' }) }) } },
    { messageIndex: 1, outcome: { kind: 'written' } },
  ]);
});

it.each([
  ['throttled', fault('ThrottlingException', 429)],
  ['without its table yet', fault('ResourceNotFoundException', 404)],
])('stores no dead letter for what is only %s', async (_what, answer) => {
  timestream.answerWith(() => answer);
  expect(kinds(await run(message({ temperature: 1 })))).toEqual(['retryable']);
  expect(bucket.objects.size).toBe(0);
});

it('makes no second dead letter of a message that comes again', async () => {
  await run(message(['x', 'y']));
  await run(message(['x', 'y']));
  expect(bucket.objects.size).toBe(2);
});

it('gives up in time when the invocation ends, losing nothing', async () => {
  const abort = new AbortController();
  timestream.answerWith(() => {
    abort.abort();
    return 'hang';
  });
  const result = await ingest(writeClient(), [message([{ temperature: 1 }, 'x'])], { ...invocation, signal: abort.signal });
  expect(kinds(result)).toEqual(['retryable', 'retryable']);
});

/** What the service does with a record, by its time: stores it, refuses it for good, or finds fault with its whole request. */
const fates = ['store', 'reject', 'invalid', 'deny'] as const;

/** Beside a denied record the whole request is denied, so whatever was sent with one may have to come again. */
const possible = {
  store: ['written', 'retryable'],
  reject: ['dead-lettered', 'retryable'],
  invalid: ['dead-lettered', 'retryable'],
  deny: ['retryable'],
  malformed: ['dead-lettered'],
};

it('loses nothing and doubles nothing, whatever the service does', async () => {
  const element = fc.oneof(fc.constantFrom(...fates), fc.constant('malformed' as const));
  const batch = fc.array(fc.array(element, { minLength: 1, maxLength: 120 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(batch, async (messages) => {
      bucket.objects.clear();
      const stored: number[] = [];
      const fateOf = new Map(messages.flat().map((fate, index) => [index, fate]));
      timestream.answerWith(({ Records = [], CommonAttributes }): Answer => {
        const times = Records.map(({ Time = CommonAttributes?.Time }) => Number(Time));
        const fate = times.map((time) => fateOf.get(time));
        if (times.length > 100 || fate.includes('invalid')) return fault('ValidationException', 400);
        if (fate.includes('deny')) return fault('AccessDeniedException', 403);
        stored.push(...times.filter((_time, index) => fate[index] === 'store'));
        const refused = fate.flatMap((fate, RecordIndex) => (fate === 'reject' ? [{ RecordIndex, Reason: 'too old' }] : []));
        return refused.length > 0 ? rejected(...refused) : accepted;
      });
      let next = 0;
      const decoded = messages.map((fates) => {
        const content = fates.map((fate) => ({ temperature: fate === 'malformed' ? 'warm' : 1, ts: next++ / 1000 }));
        return message(content);
      });
      const { readings } = await run(...decoded);
      const outcomes = readings.map(({ outcome }) => outcome.kind);
      const expected = [...fateOf.values()];
      expect(readings.map(({ messageIndex }) => messageIndex)).toEqual(messages.flatMap((fates, index) => fates.map(() => index)));
      for (const [index, fate] of expected.entries()) {
        expect(`${index} ${possible[fate].join()}`).toContain(outcomes[index]);
      }
      const kindIs = (kind: string) => outcomes.flatMap((outcome, index) => (outcome === kind ? [index] : []));
      expect(stored.sort((a, b) => a - b)).toEqual(kindIs('written'));
      expect(bucket.objects.size).toBe(kindIs('dead-lettered').length);
      if (!expected.includes('deny')) expect(kindIs('retryable')).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
