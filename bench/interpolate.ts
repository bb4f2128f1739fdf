/** Interpolating n points onto n other times: it must grow with n, not with its square, and stay near a plain ORDER BY. */
import { startTidegauge, type TidegaugeServer } from './engines/tidegauge';
import { inFlight } from './engines/http-client';
import { interleaved } from './measure';
import { seededRandom } from './random';
import { atMost, finish, shortNumber } from './report';

const SMALL = 10_000;
const LARGE = 100_000;
const START_MS = Date.UTC(2024, 0, 1);
const RECORDS_PER_REQUEST = 100;
const REQUESTS_IN_FLIGHT = 8;
const ROUNDS = { warmUp: 3, warmUpMs: 3_000, measured: 9 };

/** Ten times the points may take this many times as long. */
const MOST_GROWTH = 15;
const MOST_OVER_ORDER_BY = 10;

async function main(): Promise<void> {
  const server = await startTidegauge();
  try {
    await load(server);
    const queries = { small: interpolation(SMALL), large: interpolation(LARGE), order: orderBy(LARGE) };
    const rows = [SMALL, LARGE, LARGE];
    for (const [index, text] of Object.values(queries).entries()) await requireRows(server, text, rows[index] ?? 0);
    const [small, large, order] = await interleaved(Object.entries(queries).map(([name, text]) => ({ name, run: () => server.ask(text) })), ROUNDS);
    if (small === undefined || large === undefined || order === undefined) throw new Error('three queries have three timings');
    finish({
      name: 'interpolate',
      title: 'Interpolating n points onto n times',
      setting: [
        `Points: ${SMALL} and ${LARGE} of one series, a second apart, onto times half a second later; times without a point after them drop out`,
        `Milliseconds until all pages are received and parsed: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
      ],
      columns: ['query', 'milliseconds'],
      rows: Object.entries({ [`interpolate ${SMALL} points`]: small, [`interpolate ${LARGE} points`]: large, [`ORDER BY value, ${LARGE} points`]: order })
        .map(([query, { medianMs, lowMs, highMs }]) => [query, `${shortNumber(medianMs)} (${shortNumber(lowMs)} to ${shortNumber(highMs)})`]),
      checks: [
        atMost(`${LARGE} points against ${SMALL}`, large.medianMs / small.medianMs, MOST_GROWTH),
        atMost(`${LARGE} points against an ORDER BY of them`, large.medianMs / order.medianMs, MOST_OVER_ORDER_BY),
      ],
    });
  } finally {
    await server.close();
  }
}

async function load(server: TidegaugeServer): Promise<void> {
  await server.call('CreateDatabase', { DatabaseName: 'benchmark' });
  await server.call('CreateTable', {
    DatabaseName: 'benchmark', TableName: 'points',
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 73_000 },
    MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
  });
  const random = seededRandom(LARGE);
  const starts = Array.from({ length: LARGE / RECORDS_PER_REQUEST }, (_, index) => index * RECORDS_PER_REQUEST);
  await inFlight(REQUESTS_IN_FLIGHT, starts, (first) => server.call('WriteRecords', {
    DatabaseName: 'benchmark', TableName: 'points',
    CommonAttributes: { Dimensions: [{ Name: 'device', Value: 'a' }], MeasureName: 'reading', MeasureValueType: 'MULTI' },
    Records: Array.from({ length: RECORDS_PER_REQUEST }, (_, index) => ({
      Time: String(START_MS + (first + index) * 1000), MeasureValues: [{ Name: 'value', Value: String(random()), Type: 'DOUBLE' }],
    })),
  }));
}

const firstPoints = (count: number) => `FROM "benchmark"."points" WHERE time < from_milliseconds(${START_MS + count * 1000})`;

/** Onto all times but the last, which has no point after it. */
function interpolation(count: number): string {
  return 'SELECT t, v FROM (SELECT interpolate_linear(create_time_series(time, value), slice(array_sort(array_agg(time + 500ms)), 1, cardinality(array_agg(time)) - 1)) AS series ' +
    `${firstPoints(count)}) CROSS JOIN UNNEST(series) AS points(t, v)`;
}

function orderBy(count: number): string {
  return `SELECT time, value ${firstPoints(count)} ORDER BY value`;
}

/** @throws Error when the query does not do the work that is timed */
async function requireRows(server: TidegaugeServer, text: string, points: number): Promise<void> {
  const count = (await server.ask(text)).rows().length;
  if (count !== points && count !== points - 1) throw new Error(`${count} rows instead of ${points}: ${text}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
