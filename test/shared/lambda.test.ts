import { ProblemError } from '../../shared/errors';
import type * as lambdaModule from '../../shared/lambda';
import { setFunctionEnvironment } from '../functions/function-environment';
import { httpEvent } from '../functions/http-event';
import { lambdaContext } from '../functions/lambda-context';
import { startScriptedService, type Reply, type ScriptedRequest } from './timestream/scripted-service';

const stored = { body: { RecordsIngested: { Total: 1, MemoryStore: 1 } } };
let replyToWrite: () => Reply = () => stored;
let service: Awaited<ReturnType<typeof startScriptedService>>;
let assembled: typeof lambdaModule;

beforeAll(async () => {
  service = await startScriptedService(({ operation }) =>
    operation === 'DescribeEndpoints' ? { body: { Endpoints: [{ Address: '127.0.0.1', CachePeriodInMinutes: 1440 }] } } : replyToWrite(),
  );
  setFunctionEnvironment(service);
  assembled = await import('../../shared/lambda');
});
beforeEach(() => {
  replyToWrite = () => stored;
  service.requests.length = 0;
});
afterAll(() => service.close());

/** What the service was sent, as names and values. */
function kpisSent(): Record<string, string>[] {
  return service.requests.filter(({ operation }) => operation === 'WriteRecords').map(measuresOf);
}

function measuresOf({ input }: ScriptedRequest): Record<string, string> {
  // The SDK's own request: one record, whose attributes may be common ones.
  const { TableName, Records, CommonAttributes } = input as { TableName: string; Records: WireRecord[]; CommonAttributes?: WireRecord };
  const record = { ...CommonAttributes, ...Records[0] };
  const dimensions = [...(CommonAttributes?.Dimensions ?? []), ...(Records[0]?.Dimensions ?? [])];
  return Object.fromEntries([['table', TableName], ...[...dimensions, ...(record.MeasureValues ?? [])].map(({ Name, Value }) => [Name, Value])]);
}

interface WireRecord {
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly MeasureValues?: readonly { readonly Name: string; readonly Value: string }[];
}

describe('a function', () => {
  test('carries its key, so that a test can prove it is measured', () => {
    expect(assembled.lambda('ingest-iot', async () => undefined).functionName).toBe('ingest-iot');
    expect(assembled.httpLambda('get-series', async () => ({ statusCode: 200, headers: {}, body: '' })).functionName).toBe('get-series');
  });

  test('knows its invocation, and leaves one record in the KPI table', async () => {
    const handler = assembled.lambda('ingest-iot', async (event: { n: number }, invocation) => {
      invocation.kpis.add('written', event.n);
      return [invocation.functionName, invocation.requestId, invocation.config.stage, invocation.signal.aborted, invocation.remainingMs() > 0];
    });
    expect(await handler({ n: 3 }, lambdaContext({ requestId: 'r-1' }))).toEqual(['ingest-iot', 'r-1', 'test', false, true]);
    await handler({ n: 0 }, lambdaContext({ requestId: 'r-2' }));
    expect(kpisSent()).toEqual([
      expect.objectContaining({ table: 'Kpis', function: 'ingest-iot', stage: 'test', request_id: 'r-1', written: '3', cold_start: '1', errors: '0' }),
      expect.objectContaining({ request_id: 'r-2', written: '0', cold_start: '0' }),
    ]);
  });

  test('fails with what its handler threw, and the record says so', async () => {
    const error = new RangeError('broken');
    const handler = assembled.lambda('ingest-iot', async () => { throw error; });
    await expect(handler({}, lambdaContext())).rejects.toBe(error);
    expect(kpisSent()).toEqual([expect.objectContaining({ errors: '1', error_type: 'RangeError' })]);
  });

  test('fails before the time-out when its handler does not end, having told it to stop, and the record gets out', async () => {
    let signal: AbortSignal | undefined;
    const handler = assembled.lambda('ingest-iot', (_event, invocation) => {
      signal = invocation.signal;
      return new Promise<void>(() => {});
    });
    await expect(handler({}, lambdaContext({ remainingMs: 800 }))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(signal?.aborted).toBe(true);
    expect(kpisSent()).toEqual([expect.objectContaining({ errors: '1', error_type: 'TimeoutError' })]);
  });

  test.each<[string, () => Reply]>([
    ['fail', () => ({ error: 'ValidationException', status: 400, message: 'no' })],
    ['are rejected', () => ({ error: 'RejectedRecordsException', status: 419, message: 'no' })],
    ['hang', () => 'hang'],
  ])('gives its result when its KPIs %s', async (_name, reply) => {
    replyToWrite = reply;
    const handler = assembled.lambda('ingest-iot', async () => 'result');
    expect(await handler({}, lambdaContext())).toBe('result');
    expect(kpisSent()).toHaveLength(1);
  });
});

describe('a function of an HTTP route', () => {
  const ok = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };

  test('gets a request and its answer goes out as it is', async () => {
    const handler = assembled.httpLambda('get-series', async ({ query }) => ({ ...ok, body: String(query.get('bin')) }));
    expect(await handler(httpEvent('get-series'), lambdaContext())).toEqual({ ...ok, body: '5m' });
    expect(kpisSent()).toEqual([expect.objectContaining({ function: 'get-series', errors: '0' })]);
  });

  test('refuses a request without claims unless it is public, and that is no error of the function', async () => {
    const nobody = httpEvent('get-series', { claims: undefined });
    const closed = await assembled.httpLambda('get-series', async () => ok)(nobody, lambdaContext({ requestId: 'r-1' }));
    expect(closed).toMatchObject({ statusCode: 401, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(closed.body)).toMatchObject({ requestId: 'r-1', type: 'urn:tidegauge:problem:unauthorized' });
    expect(await assembled.httpLambda('serve-console', async () => ok, { public: true })(nobody, lambdaContext())).toEqual(ok);
    expect(kpisSent()).toEqual([expect.objectContaining({ errors: '0', error_type: 'unauthorized' }), expect.objectContaining({ errors: '0' })]);
  });

  test.each([
    ['throttling', new ProblemError('throttled'), 503, { errors: '1', error_type: 'throttled' }],
    ['a refused request', new ProblemError('invalid-request'), 400, { errors: '0', error_type: 'invalid-request' }],
    ['an unexpected error', new TypeError('secret'), 500, { errors: '1', error_type: 'TypeError' }],
  ])('answers %s as a problem', async (_name, error, statusCode, kpis) => {
    const handler = assembled.httpLambda('get-series', async () => { throw error; });
    const answer = await handler(httpEvent('get-series'), lambdaContext());
    expect(answer.statusCode).toBe(statusCode);
    expect(answer.body).not.toContain('secret');
    expect(kpisSent()).toEqual([expect.objectContaining(kpis)]);
  });

  test('answers before the time-out when its handler does not end', async () => {
    const handler = assembled.httpLambda('get-series', () => new Promise(() => {}));
    const answer = await handler(httpEvent('get-series'), lambdaContext({ remainingMs: 800 }));
    expect(answer.statusCode).toBe(504);
    expect(kpisSent()).toEqual([expect.objectContaining({ errors: '1', error_type: 'timeout' })]);
  });
});
