/** Ingest functions whose time runs out while Timestream is slow: they answer all the same, and what is not settled comes again. */
import type { WriteRecordsRequest } from '@aws-sdk/client-timestream-write';
import type { KinesisStreamEvent } from 'aws-lambda';
import { writeClient } from '../../shared/timestream/clients';
import { accepted, startFaultyWriteService, type Answer, type FaultyWriteService } from '../shared/timestream/faulty-write-service';
import { setFunctionEnvironment } from './function-environment';
import { lambdaContext } from './lambda-context';

/** Enough for what is answered at once, and soon over for what is not. */
const remainingMs = 2_000;
const devices = ['a', 'b', 'c'];
/** Fill two KiBs, so that each device has a request of its own: 24 bytes shared, and 27 for each. */
const readingsOfEach = 74;

let service: FaultyWriteService;
let ingestIot: (event: unknown) => Promise<unknown>;
let ingestKinesis: (event: KinesisStreamEvent) => Promise<unknown>;

beforeAll(async () => {
  service = await startFaultyWriteService();
  setFunctionEnvironment({ endpoint: service.endpoint });
  const iot = await import('../../functions/ingest-iot');
  const kinesis = await import('../../functions/ingest-kinesis');
  ingestIot = (event) => iot.handler(event, lambdaContext({ remainingMs }));
  ingestKinesis = (event) => kinesis.handler(event, lambdaContext({ remainingMs }));
});
afterAll(async () => {
  writeClient().destroy();
  await service.close();
});

const receivedAt = Date.now();

const carried = (device: string, index: number) => ({
  topic: `sensors/${device}/telemetry`,
  clientId: device,
  receivedAt,
  payload: Buffer.from(JSON.stringify({ device_id: device, temperature: 20 + index / 100, ts: receivedAt - index })).toString('base64'),
});

const messages = devices.flatMap((device) => Array.from({ length: readingsOfEach }, (_, index) => carried(device, index)));

function streamEvent(): KinesisStreamEvent {
  const records = messages.map((message, index) => ({
    eventID: `shardId-000000000000:${index}`,
    kinesis: { sequenceNumber: String(index), partitionKey: 'p', approximateArrivalTimestamp: receivedAt / 1000, data: Buffer.from(JSON.stringify(message)).toString('base64') },
  }));
  return { Records: records } as KinesisStreamEvent; // the function reads no more of it
}

/** Which messages a request has the readings of. */
function messagesIn({ CommonAttributes = {}, Records = [] }: WriteRecordsRequest): readonly number[] {
  return Records.map(({ Dimensions = [], Time = CommonAttributes.Time }) => {
    const values = [...(CommonAttributes.Dimensions ?? []), ...Dimensions].map(({ Value }) => Value);
    return messages.findIndex(({ clientId }, index) => values.includes(clientId) && Time === String(receivedAt - (index % readingsOfEach)));
  });
}

/** KPI records are taken at once. */
function answerReadings(answer: (request: WriteRecordsRequest) => Answer): void {
  service.answerWith((request) => (request.TableName === 'Kpis' ? accepted : answer(request)));
}

const readingRequests = () => service.requests.filter(({ TableName }) => TableName !== 'Kpis');

function kpis(): Record<string, string> {
  const request = service.requests.find(({ TableName }) => TableName === 'Kpis');
  return Object.fromEntries(request?.Records?.[0]?.MeasureValues?.map(({ Name, Value }) => [Name, Value]) ?? []);
}

it('a batch of a stream names the lowest record that Timestream has not answered', async () => {
  const answered = new Set<number>();
  answerReadings((request) => {
    const inside = messagesIn(request);
    if (!inside.includes(0)) return 'hang';
    for (const index of inside) answered.add(index);
    return accepted;
  });
  const lowest = await ingestKinesis(streamEvent());
  const expected = messages.findIndex((_message, index) => !answered.has(index));
  expect(expected).toBeGreaterThan(0);
  expect(lowest).toEqual({ batchItemFailures: [{ itemIdentifier: String(expected) }] });
  expect(kpis()).toMatchObject({ written: String(expected), retried: String(messages.length - expected), dead_lettered: '0', errors: '0' });
});

it('a batch of a stream comes again whole when nothing was answered, and is written once Timestream is well', async () => {
  answerReadings(() => 'hang');
  expect(await ingestKinesis(streamEvent())).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(kpis()).toMatchObject({ written: '0', retried: '222', dead_lettered: '0' });
  answerReadings(() => accepted);
  expect(await ingestKinesis(streamEvent())).toEqual({ batchItemFailures: [] });
  expect(readingRequests().reduce((sum, { Records = [] }) => sum + Records.length, 0)).toBe(222);
});

it('a batch of a stream that is throttled is retried, never dead-lettered', async () => {
  answerReadings(() => ({ status: 429, body: { __type: 'ThrottlingException' } }));
  expect(await ingestKinesis(streamEvent())).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(kpis()).toMatchObject({ retried: '222', dead_lettered: '0' });
});

it('an IoT message fails, so that Lambda tries again', async () => {
  answerReadings(() => 'hang');
  await expect(ingestIot(carried('a', 0))).rejects.toMatchObject({ name: 'UnsettledReadingsError', cause: { name: 'AbortError' } });
  expect(kpis()).toMatchObject({ written: '0', retried: '1', dead_lettered: '0', error_type: 'UnsettledReadingsError' });
  answerReadings(() => accepted);
  expect(await ingestIot(carried('a', 0))).toMatchObject({ written: 1 });
});
