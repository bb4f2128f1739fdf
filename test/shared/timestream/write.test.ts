/** Writing through the real client over HTTP: what each answer of the service means for each record. */
import { writeClient } from '../../../shared/timestream/clients';
import { writeRecords } from '../../../shared/timestream/write';
import { setAwsEnvironment } from '../aws-environment';
import { accepted, fault, rejected, startFaultyWriteService, type FaultyWriteService } from './faulty-write-service';
import { record } from './records';

const target = { database: 'IoTMetrics', table: 'SensorReadings' };
const sameVersion =
  'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.';
const lowerVersion = 'The record version 2 is lower than the existing version 200. A higher version is required to update the measure value.';

let service: FaultyWriteService;
beforeAll(async () => {
  service = await startFaultyWriteService();
  setAwsEnvironment({ write: service.endpoint });
});
afterAll(() => service.close());

const write = (count: number, options?: { signal?: AbortSignal }) => writeRecords(writeClient(), target, records(count), options);

/** Records of one series, so that their order in a request is that of their index. */
function records(count: number) {
  return Array.from({ length: count }, (_, index) => record('a', { timeNs: BigInt(index) * 1_000_000n, version: 2 }));
}

const kinds = ({ outcomes }: Awaited<ReturnType<typeof write>>) => outcomes.map(({ kind }) => kind);
const times = ({ Records = [] }: FaultyWriteService['requests'][number]) => Records.map(({ Time }) => Number(Time));

it('finds the service through its environment, asking for the endpoint once', async () => {
  service.answerWith(() => accepted);
  await write(1);
  await write(1);
  expect(service.discoveries()).toBe(1);
});

it('writes in requests that fill their KiBs, each record once', async () => {
  service.answerWith(() => accepted);
  const result = await write(250);
  expect(kinds(result)).toEqual(Array(250).fill('written'));
  expect(service.requests.map(({ Records = [] }) => Records.length).sort()).toEqual([28, 74, 74, 74]);
  expect(service.requests.flatMap(times).sort((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, index) => index));
  expect(service.requests[0]).toMatchObject({ DatabaseName: 'IoTMetrics', TableName: 'SensorReadings' });
  // 35 bytes shared, and 27 for each record: 74 of them fill two KiBs, and 100 would need a third.
  expect(result.meteredKib).toBe(2 + 2 + 2 + 1);
});

it('writes nothing when there is nothing', async () => {
  service.answerWith(() => accepted);
  expect(await write(0)).toEqual({ outcomes: [], meteredKib: 0 });
  expect(service.requests).toEqual([]);
});

it('tells rejected records apart by index; the service has stored the others', async () => {
  service.answerWith(() =>
    rejected(
      { RecordIndex: 0, Reason: sameVersion },
      { RecordIndex: 2, Reason: lowerVersion, ExistingVersion: 200 },
      { RecordIndex: 4, Reason: 'The record timestamp is outside the time range of the data ingestion window.' },
    ),
  );
  const { outcomes, meteredKib } = await write(5);
  expect(outcomes).toEqual([
    { kind: 'conflict', detail: sameVersion },
    { kind: 'written' },
    { kind: 'superseded', existingVersion: 200 },
    { kind: 'written' },
    { kind: 'rejected', detail: 'The record timestamp is outside the time range of the data ingestion window.' },
  ]);
  expect(meteredKib).toBe(1);
  expect(service.requests).toHaveLength(1);
});

it.each([
  ['the existing version is given', { RecordIndex: 0, Reason: 'in other words', ExistingVersion: 3 }, { kind: 'superseded', existingVersion: 3 }],
  ['only the text names it', { RecordIndex: 0, Reason: lowerVersion }, { kind: 'superseded', existingVersion: 200 }],
  ['the existing version is the same', { RecordIndex: 0, Reason: 'in other words', ExistingVersion: 2 }, { kind: 'conflict', detail: 'in other words' }],
])('reads a version rejection where %s', async (_where, entry, outcome) => {
  service.answerWith(() => rejected(entry));
  expect((await write(1)).outcomes).toEqual([outcome]);
});

it.each([
  ['no record', rejected()],
  ['a record that was not sent', rejected({ RecordIndex: 7, Reason: sameVersion })],
  ['a record without saying which', rejected({ Reason: sameVersion })],
])('takes a rejection of %s as saying nothing: all are retryable', async (_what, answer) => {
  service.answerWith(() => answer);
  expect(kinds(await write(2))).toEqual(['retryable', 'retryable']);
});

it.each([
  ['invalid', fault('ValidationException', 400), 'ValidationException by a test'],
  ['too large', { status: 413, body: {} }, expect.any(String)],
])('finds the one record that makes a request %s, and writes the other 99', async (_what, answer, detail) => {
  const bad = 61;
  service.answerWith((request) => (times(request).includes(bad) || request.CommonAttributes?.Time === String(bad) ? answer : accepted));
  const { outcomes } = await write(100);
  expect(outcomes.flatMap(({ kind }, index) => (kind === 'written' ? [] : [index]))).toEqual([bad]);
  expect(outcomes[bad]).toEqual({ kind: 'rejected', detail });
  expect(service.requests.length).toBeLessThanOrEqual(15);
});

it.each([
  ['throttled', fault('ThrottlingException', 429), 3],
  ['a fault of the service', fault('InternalServerException', 500), 3],
  ['an unavailable service without a body it knows', { status: 503, body: {} }, 3],
  ['a dropped connection', 'drop', 3],
  ['a table that is not there yet', fault('ResourceNotFoundException', 404), 1],
  ['a permission that is not there yet', fault('AccessDeniedException', 403), 1],
  ['an error that nobody knows', fault('SomethingNewException', 400), 1],
] as const)('gives records back as retryable when it meets %s', async (_what, answer, attempts) => {
  service.answerWith(() => answer);
  const result = await write(2);
  expect(result.outcomes).toEqual([{ kind: 'retryable', error: expect.any(Error) }, { kind: 'retryable', error: expect.any(Error) }]);
  expect(result.meteredKib).toBe(0);
  expect(service.requests).toHaveLength(attempts);
});

it('settles each batch by its own answer', async () => {
  service.answerWith(({ Records = [] }) => (Records.length === 74 ? accepted : fault('AccessDeniedException', 403)));
  const result = kinds(await write(150));
  expect(result.slice(0, 74)).toEqual(Array(74).fill('written'));
  expect(result.slice(74)).toEqual(Array(76).fill('retryable'));
});

it('gives up a request that is not answered when the signal aborts', async () => {
  const abort = new AbortController();
  service.answerWith(() => {
    abort.abort();
    return 'hang';
  });
  expect(kinds(await write(2, { signal: abort.signal }))).toEqual(['retryable', 'retryable']);
});

it('sends nothing when the signal has aborted already', async () => {
  service.answerWith(() => accepted);
  expect(kinds(await write(1, { signal: AbortSignal.abort() }))).toEqual(['retryable']);
  expect(service.requests).toEqual([]);
});

it('writes what is answered in time, and starts nothing once the signal has aborted', async () => {
  const abort = new AbortController();
  // The thirty requests that it starts with: ten are answered, and with the next one the time is over.
  service.answerWith((_request, index) => {
    if (index < 10) return accepted;
    abort.abort();
    return 'hang';
  });
  const result = kinds(await write(6_000, { signal: abort.signal }));
  const written = result.filter((kind) => kind === 'written').length;
  expect(written).toBeLessThanOrEqual(1_000);
  expect(result.filter((kind) => kind === 'retryable')).toHaveLength(6_000 - written);
  expect(service.requests.length).toBeLessThan(60);
});

it('goes on when the service throttles a few, until all is written', async () => {
  service.answerWith((_request, index) => (index < 3 ? fault('ThrottlingException', 429) : accepted));
  expect(kinds(await write(1_000))).toEqual(Array(1_000).fill('written'));
  expect(service.requests).toHaveLength(14 + 3);
});
