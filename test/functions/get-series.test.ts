import type * as getSeries from '../../functions/get-series';
import type { ParameterProblem } from '../../shared/errors';
import type { SeriesBody } from '../../shared/queries/series';
import { httpEvent, type EventChanges } from './http-event';
import { lambdaContext } from './lambda-context';
import { sensorRecord, startTimestreamUnderTest } from './timestream-under-test';

const minute = 60_000;
const hour = 60 * minute;
/** The last full hour, so that every reading of these tests is in the past and in the memory store. */
const from = Math.floor(Date.now() / hour) * hour - hour;
const iso = (ms: number) => new Date(ms).toISOString();
const range = `from=${iso(from)}&to=${iso(from + 10 * minute)}`;

let timestream: Awaited<ReturnType<typeof startTimestreamUnderTest>>;
let handler: typeof getSeries.handler;

beforeAll(async () => {
  timestream = await startTimestreamUnderTest();
  ({ handler } = await import('../../functions/get-series'));
});
afterAll(() => timestream.close());

async function ask(query: string, changes: EventChanges = {}): Promise<{ status: number; body: SeriesBody & { errors?: ParameterProblem[] } }> {
  const answer = await handler(httpEvent('get-series', { query, ...changes }), lambdaContext());
  // The body of /series, or a problem.
  return { status: answer.statusCode, body: JSON.parse(answer.body) as SeriesBody };
}

const problemsOf = async (query: string, changes: EventChanges = {}): Promise<string[]> => {
  const { status, body } = await ask(query, changes);
  expect(status).toBe(400);
  return (body.errors ?? []).map(({ parameter }) => parameter);
};

describe('before any reading', () => {
  test('a table is an empty answer, whatever is asked of it', async () => {
    const { status, body } = await ask(`select=avg(temperature),count(location)&by=device_id,region&where=location:a&${range}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ table: 'SensorReadings', series: [], truncated: false });
  });
});

describe('with readings', () => {
  beforeAll(async () => {
    await timestream.write('SensorReadings', [
      sensorRecord({ device_id: 'a', location: "o'clock" }, from, { temperature: 20, battery_pct: 90 }),
      sensorRecord({ device_id: 'a', location: "o'clock" }, from + minute, { temperature: 22 }),
      sensorRecord({ device_id: 'a', location: "o'clock" }, from + 9 * minute, { temperature: 30 }),
      sensorRecord({ device_id: 'b', location: '50%_x' }, from + 5 * minute, { temperature: 10, battery_pct: 50 }),
      sensorRecord({ device_id: 'c' }, from + 10 * minute, { temperature: 99 }),
    ]);
  });

  test('aggregates come as series by group, in bins, and the end is exclusive', async () => {
    const { body } = await ask(`select=avg(temperature),last(battery_pct)&by=device_id&bin=5m&${range}`);
    expect(body).toEqual({
      table: 'SensorReadings',
      from: iso(from),
      to: iso(from + 10 * minute),
      bin: '5m',
      source: [{ table: 'SensorReadings', from: iso(from), to: iso(from + 10 * minute) }],
      series: [
        { dimensions: { device_id: 'a' }, select: 'avg(temperature)', unit: 'Cel', points: [[from, 21], [from + 5 * minute, 30]] },
        // The newest value is the newest there is: the second reading carries none.
        { dimensions: { device_id: 'a' }, select: 'last(battery_pct)', points: [[from, 90]] },
        { dimensions: { device_id: 'b' }, select: 'avg(temperature)', unit: 'Cel', points: [[from + 5 * minute, 10]] },
        { dimensions: { device_id: 'b' }, select: 'last(battery_pct)', points: [[from + 5 * minute, 50]] },
      ],
      truncated: false,
      query: { bytesScanned: expect.any(Number), bytesMetered: expect.any(Number), durationMs: expect.any(Number) },
    });
  });

  test.each([
    ['avg(temperature)', 20.5],
    ['min(temperature)', 10],
    ['max(battery_pct)', 90],
    ['sum(battery_pct)', 140],
    ['count(temperature)', 4],
    ['count_distinct(device_id)', 2],
    ['first(temperature)', 20],
    ['last(temperature)', 30],
    ['first(device_id)', 'a'],
    ['stddev(temperature)', expect.closeTo(8.2260, 3)],
    ['p50(temperature)', expect.any(Number)],
    ['p99(battery_pct)', expect.any(Number)],
  ])('%s', async (select, value) => {
    const { body } = await ask(`select=${select}&bin=1h&from=${iso(from)}&to=${iso(from + hour)}&where=device_id:a,b`);
    expect(body.series.map(({ points }) => points)).toEqual([[[from, value]]]);
  });

  test('months follow the calendar', async () => {
    const { status, body } = await ask(`select=count(temperature)&bin=1mo&${range}`);
    expect(status).toBe(200);
    const date = new Date(from);
    expect(body.series[0]?.points[0]?.[0]).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));
  });

  test.each([
    ["location:o'clock", ['a']],
    ['location!:50%25_x', ['a', 'c']],
    ['location^:50%25_', ['b']],
    ['location^:5__', []],
    ["location:' OR '1'='1", []],
    ['device_id^:a,b', ['a', 'b']],
    ['region:eu', []],
    ['region!:eu', ['a', 'b', 'c']],
  ])('where=%s finds %j', async (where, devices) => {
    const query = new URLSearchParams({ select: 'max(temperature)', by: 'device_id', where, from: iso(from), to: iso(from + hour) });
    const { body } = await ask(query.toString());
    expect(body.series.map(({ dimensions }) => dimensions.device_id)).toEqual(devices);
  });

  test('a dimension that no reading has brought yet is null', async () => {
    const { body } = await ask(`select=count(temperature)&by=device_id,region&bin=10m&${range}`);
    expect(body.series.map(({ dimensions }) => dimensions)).toEqual([{ device_id: 'a', region: null }, { device_id: 'b', region: null }]);
  });

  test('bins without a value are filled', async () => {
    const { body } = await ask(`select=avg(temperature)&bin=1m&fill=linear&where=device_id:a&${range}`);
    expect(body.series[0]?.points.map(([, value]) => value)).toEqual([20, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  });

  test('more groups than the limit are cut, and said to be', async () => {
    const { body } = await ask(`select=max(temperature)&by=device_id&limit=1&bin=1m&${range}`);
    expect(body).toMatchObject({ series: [{ dimensions: { device_id: 'a' } }], truncated: true });
  });

  test('an automatic bin keeps a series within maxPoints', async () => {
    const { body } = await ask(`select=max(temperature)&maxPoints=5&${range}`);
    expect(body.bin).toBe('2m');
  });
});

describe('with values that look like anything but data', () => {
  const values = ["'", "''", "' OR 1=1 --", '"', ';', '--', '/*', '*/', '%', '_', '\\', "\\'", ',', 'a,b', ':', '!:', '^', ' ', '\t', '\n', '⚘', 'é', 'e\u0301', '\u{1f331}', 'NULL', '%00', '+', '&'];

  beforeAll(() => timestream.write('SensorReadings', values.map((location, n) => sensorRecord({ device_id: `odd-${n}`, location }, from, { temperature: n }))));

  test.each(values)('%j is found exactly', async (value) => {
    const found = async (operator: string) => {
      const where = `location${operator}${encodeURIComponent(value)}`;
      const query = new URLSearchParams([['select', 'max(temperature)'], ['by', 'location'], ['where', where], ['where', 'device_id^:odd-'], ['bin', '1h'], ['from', iso(from)], ['to', iso(from + hour)]]);
      return (await ask(query.toString())).body.series.map(({ dimensions }) => dimensions.location);
    };
    expect(await found(':')).toEqual([value]);
    expect((await found('!:')).sort()).toEqual(values.filter((other) => other !== value).sort());
    expect((await found('^:')).sort()).toEqual(values.filter((other) => other.startsWith(value)).sort());
  });
});

test('everything wrong is named at once', async () => {
  expect((await problemsOf('select=mean(x)&bin=5&from=later&by=nobody&tz=UTC&other=1')).sort()).toEqual(['bin', 'by', 'from', 'other', 'select', 'select', 'tz']);
  expect(await problemsOf('select=avg(temperature)', { table: 'Sensors' })).toEqual(['table']);
});

test('the beginning of time is a range like any other', async () => {
  expect(await ask('select=count(temperature)&to=1000')).toMatchObject({ status: 200, body: { from: '1970-01-01T00:00:00.000Z', series: [] } });
  expect(await problemsOf('select=count(temperature)&to=0&bin=1h')).toEqual(['to']);
});

test.each(['%27', '%22', '%3B', '--', '%2F*', '%00'])('%s in any parameter is refused by name, or is data', async (poison) => {
  for (const parameter of ['select', 'bin', 'from', 'to', 'by', 'fill', 'limit', 'maxPoints']) {
    const select = parameter === 'select' ? '' : 'select=avg(temperature)&';
    expect(await problemsOf(`${select}${parameter}=${poison}1`)).toEqual([parameter]);
  }
  expect(await problemsOf('select=avg(temperature)', { table: decodeURIComponent(`SensorReadings${poison}`) })).toEqual(['table']);
  const data = await ask(`select=avg(temperature)&where=device_id:a${poison}`);
  expect(data).toMatchObject(poison === '%00' ? { status: 400 } : { status: 200, body: { series: [] } });
});

test('nobody gets an answer without claims', async () => {
  expect((await ask('select=avg(temperature)', { claims: undefined })).status).toBe(401);
});
