/** Bodies made already, sent through the real client: what the service sees is what the client would have sent. */
import type { IncomingHttpHeaders } from 'node:http';
import { CreateDatabaseCommand, CreateTableCommand, RejectedRecordsException, TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { startTimestream } from '../../../local/timestream/server';
import { bodySender } from '../../../shared/timestream/send-body';
import { setAwsEnvironment } from '../aws-environment';
import { accepted, fault, rejected, startFaultyWriteService, type FaultyWriteService } from './faulty-write-service';

const request = { DatabaseName: 'd', TableName: 't', Records: [{ MeasureName: 'ü' }] };
const body = Buffer.from(JSON.stringify(request));

let service: FaultyWriteService;
let client: TimestreamWriteClient;
beforeAll(async () => {
  service = await startFaultyWriteService();
  setAwsEnvironment({ write: service.endpoint });
  client = new TimestreamWriteClient({});
});
beforeEach(() => { service.answerWith(() => accepted); });
afterAll(async () => {
  client.destroy();
  await service.close();
});

/** What differs from request to request: its id, its time, and therefore its signature. */
function constant({ 'amz-sdk-invocation-id': _id, 'x-amz-date': _date, authorization = '', ...rest }: IncomingHttpHeaders) {
  return { ...rest, authorization: authorization.replace(/Signature=.*/, '') };
}

it('sends what the client sends for the same request', async () => {
  await client.send(new WriteRecordsCommand(request));
  await bodySender(client)(body);
  const [plain, ours] = service.headers;
  expect(constant(ours!)).toEqual(constant(plain!));
  expect(service.requests).toEqual([request, request]);
});

it('sends each body of many at once with an id and a length of its own', async () => {
  const send = bodySender(client);
  const names = ['a', 'bb', 'ccc'];
  await Promise.all(names.map((MeasureName) => send(Buffer.from(JSON.stringify({ Records: [{ MeasureName }] })))));
  expect(service.requests.map(({ Records }) => Records?.[0]?.MeasureName).sort()).toEqual(names);
  expect(new Set(service.headers.map((headers) => headers['amz-sdk-invocation-id'])).size).toBe(3);
});

it('tries again with the same body, and says how often it had to', async () => {
  service.answerWith((_request, index) => (index === 0 ? fault('InternalServerException', 500) : accepted));
  expect(await bodySender(client)(body)).toMatchObject({ $metadata: { attempts: 2 } });
  expect(service.requests).toEqual([request, request]);
});

it('is rejected with the error of the client, its members read', async () => {
  service.answerWith(() => rejected({ RecordIndex: 0, Reason: 'why' }));
  const error: unknown = await bodySender(client)(body).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RejectedRecordsException);
  expect(error).toMatchObject({ RejectedRecords: [{ RecordIndex: 0, Reason: 'why' }] });
});

it('is rejected when no endpoint is found', async () => {
  const lost = new TimestreamWriteClient({ maxAttempts: 1, credentials: () => Promise.reject(new Error('nobody')) });
  const send = bodySender(lost);
  await expect(send(body)).rejects.toThrow('nobody');
  await expect(send(body)).rejects.toThrow('nobody');
  expect(service.requests).toEqual([]);
});

it('signs each body: a server that checks signatures takes the right key and no other', async () => {
  const key = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const timestream = await startTimestream({ data: ':memory:', accessKeys: [key] });
  const options = { endpoint: timestream.endpoint, region: 'us-east-1' };
  const right = new TimestreamWriteClient({ ...options, credentials: key });
  const wrong = new TimestreamWriteClient({ ...options, credentials: { ...key, secretAccessKey: 'other' } });
  try {
    await right.send(new CreateDatabaseCommand({ DatabaseName: 'ddd' }));
    await right.send(new CreateTableCommand({ DatabaseName: 'ddd', TableName: 'ttt' }));
    const written = Buffer.from(JSON.stringify({
      DatabaseName: 'ddd', TableName: 'ttt',
      Records: [{ Dimensions: [{ Name: 'n', Value: 'ü' }], MeasureName: 'm', MeasureValue: '1', Time: String(Date.now()) }],
    }));
    expect(await bodySender(right)(written)).toMatchObject({ RecordsIngested: { Total: 1 } });
    await expect(bodySender(wrong)(written)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  } finally {
    right.destroy();
    wrong.destroy();
    await timestream.close();
  }
});
