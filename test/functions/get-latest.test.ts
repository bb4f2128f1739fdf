import type * as getLatest from '../../functions/get-latest';
import type { ParameterProblem } from '../../shared/errors';
import type { LatestBody } from '../../shared/queries/latest';
import { httpEvent, type EventChanges } from './http-event';
import { lambdaContext } from './lambda-context';
import { sensorRecord, startTimestreamUnderTest } from './timestream-under-test';

const minute = 60_000;
const nowMs = Math.floor(Date.now() / minute) * minute;
const iso = (ms: number) => new Date(ms).toISOString();

let timestream: Awaited<ReturnType<typeof startTimestreamUnderTest>>;
let handler: typeof getLatest.handler;

beforeAll(async () => {
  timestream = await startTimestreamUnderTest();
  ({ handler } = await import('../../functions/get-latest'));
});
afterAll(() => timestream.close());

async function ask(query: string, changes: EventChanges = {}): Promise<{ status: number; body: LatestBody & { errors?: ParameterProblem[] } }> {
  const answer = await handler(httpEvent('get-latest', { query, ...changes }), lambdaContext());
  // The body of /latest, or a problem.
  return { status: answer.statusCode, body: JSON.parse(answer.body) as LatestBody };
}

const devicesOf = ({ latest }: LatestBody) => latest.map(({ dimensions }) => dimensions.device_id);

describe('before any reading', () => {
  test('nothing is latest', async () => {
    expect(await ask('where=location:a&order=-temperature')).toMatchObject({ status: 200, body: { latest: [], truncated: false } });
  });
});

describe('with readings', () => {
  beforeAll(async () => {
    await timestream.write('SensorReadings', [
      sensorRecord({ device_id: 'a' }, nowMs - 30 * minute, { temperature: 20, battery_pct: 90 }),
      sensorRecord({ device_id: 'a' }, nowMs - 2 * minute, { temperature: 21 }),
      sensorRecord({ device_id: 'b' }, nowMs - 20 * minute, { temperature: 25 }),
      sensorRecord({ device_id: 'c' }, nowMs - 90 * minute, { temperature: 5 }),
    ]);
  });

  test('each device of the last hour has its newest values', async () => {
    const { body } = await ask('select=temperature,battery_pct');
    expect(body).toEqual({
      table: 'SensorReadings',
      from: expect.any(String),
      asOf: expect.any(String),
      latest: [
        { dimensions: { device_id: 'a' }, time: iso(nowMs - 2 * minute), values: { temperature: 21, battery_pct: 90 } },
        { dimensions: { device_id: 'b' }, time: iso(nowMs - 20 * minute), values: { temperature: 25, battery_pct: null } },
      ],
      truncated: false,
      query: { bytesScanned: expect.any(Number), bytesMetered: expect.any(Number), durationMs: expect.any(Number) },
    });
  });

  test.each([
    ['within=1d', ['a', 'b', 'c']],
    ['within=1d&silentFor=15m', ['b', 'c']],
    ['within=1d&silentFor=15m&where=device_id!:b', ['c']],
    ['within=1d&order=-temperature', ['b', 'a', 'c']],
    ['within=1d&order=temperature', ['c', 'a', 'b']],
    ['within=1d&order=-time', ['a', 'b', 'c']],
    ['within=1d&order=-device_id', ['c', 'b', 'a']],
    ['within=1d&order=-battery_pct', ['a', 'b', 'c']],
    ['within=1d&limit=2', ['a', 'b']],
  ])('%s finds %j', async (query, devices) => {
    expect(devicesOf((await ask(query)).body)).toEqual(devices);
  });

  test('values that no reading has brought yet are null', async () => {
    const { body } = await ask('select=humidity,temperature&by=device_id,region&where=device_id:b');
    expect(body.latest).toEqual([{ dimensions: { device_id: 'b', region: null }, time: iso(nowMs - 20 * minute), values: { humidity: null, temperature: 25 } }]);
  });

  test('the invocations of this very function are the latest of the KPI table', async () => {
    const { body } = await ask('select=invocations,errors,written', { table: 'Kpis' });
    expect(body.latest).toEqual([
      { dimensions: { function: 'get-latest' }, time: expect.any(String), values: { invocations: 1, errors: 0, written: null } },
    ]);
  });
});

test.each(['%27', '%22', '%3B', '--', '%2F*', '%00'])('%s in any parameter is refused by name, or is data', async (poison) => {
  for (const parameter of ['select', 'by', 'within', 'silentFor', 'order', 'limit']) {
    const { status, body } = await ask(`${parameter}=${poison}1`);
    expect([status, body.errors?.map((problem) => problem.parameter)]).toEqual([400, [parameter]]);
  }
  const data = await ask(`where=device_id:a${poison}`);
  expect(data).toMatchObject(poison === '%00' ? { status: 400 } : { status: 200, body: { latest: [] } });
});
