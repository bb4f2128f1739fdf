/** Date arithmetic through the Query operation against the calendar of the platform and whole numbers of nanoseconds. */
import * as fc from 'fast-check';
import { timestampText } from '../../../../../local/timestream/sql/encode/time-text';
import { fixtureStore, type FixtureStore } from '../fixture-store';
import { runFixtureQuery, type Short } from '../run-fixture-query';

let store: FixtureStore;
beforeAll(async () => {
  store = await fixtureStore({});
});
afterAll(() => store.close());

/** The only row, or the error. */
async function row(expressions: readonly string[]): Promise<readonly Short[] | string | undefined> {
  const { rows, error } = await runFixtureQuery(`SELECT ${expressions.join(', ')}`, { store, nowNs: 0n });
  return error ?? rows?.[0];
}

const NS_PER_MS = 1_000_000n;
const NS_PER_DAY = 86_400_000_000_000n;
const unitNs = { millisecond: NS_PER_MS, second: 1_000_000_000n, minute: 60_000_000_000n, hour: 3_600_000_000_000n, day: NS_PER_DAY, week: 7n * NS_PER_DAY };
const unitMonths = { month: 1, quarter: 3, year: 12 };

const least = -9_223_372_036_000_000_000n;
const most = 2n ** 63n - 1n;
const isInRange = (ns: bigint) => ns >= least && ns <= most;
const timestamps = fc.bigInt({ min: least, max: most });
/** So far from the ends that neither rounding down nor a few years leave the range. */
const inner = fc.bigInt({ min: least + 4000n * NS_PER_DAY, max: most - 4000n * NS_PER_DAY });
const written = (ns: bigint) => `timestamp '${timestampText(ns)}'`;
const literal = (value: bigint) => (value === -(2n ** 63n) ? `(-9223372036854775807 - 1)` : String(value));

const floorDivide = (a: bigint, b: bigint) => a / b - (a % b < 0n ? 1n : 0n);
const dateOf = (ns: bigint) => new Date(Number(floorDivide(ns, NS_PER_DAY) * 86_400_000n));
const atMidnight = (year: number, month: number, day: number) => BigInt(Date.UTC(year, month, day)) * NS_PER_MS;

function monthsLater(ns: bigint, months: number): bigint {
  const date = dateOf(ns);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const midnight = atMidnight(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), lastDay));
  return midnight + ns - floorDivide(ns, NS_PER_DAY) * NS_PER_DAY;
}

/** `npm run test:long` tries more. */
const numRuns = process.env.TIDEGAUGE_TEST_LONG === undefined ? 40 : 1_000;

test('units of fixed length are added exactly or refused as out of range', async () => {
  await fc.assert(fc.asyncProperty(timestamps, fc.constantFrom(...Object.entries(unitNs)), fc.bigInt({ min: -(2n ** 63n), max: most }), async (time, [unit, size], any) => {
    const amount = any / size;
    const sum = time + amount * size;
    const answer = await row([`date_add('${unit}', ${literal(amount)}, ${written(time)})`]);
    if (isInRange(sum)) expect(answer).toEqual([timestampText(sum)]);
    else expect(answer).toMatch(/^QueryExecutionException: Out of range for timestamp: /);
  }), { numRuns });
});

test('months are added on the calendar, to the last day where a day does not exist', async () => {
  await fc.assert(fc.asyncProperty(inner, fc.constantFrom(...Object.entries(unitMonths)), fc.integer({ min: -10, max: 10 }), async (time, [unit, size], amount) => {
    const interval = `interval '${Math.abs(amount * size)}' month`;
    expect(await row([`date_add('${unit}', ${amount}, ${written(time)})`, `${written(time)} ${amount < 0 ? '-' : '+'} ${interval}`]))
      .toEqual(Array<string>(2).fill(timestampText(monthsLater(time, amount * size))));
  }), { numRuns });
});

test('a difference is as many whole units as can be added without passing the other time', async () => {
  await fc.assert(fc.asyncProperty(inner, inner, fc.constantFrom(...Object.entries(unitMonths)), fc.constantFrom(...Object.entries(unitNs)), async (a, b, [calendarUnit, months], [unit, size]) => {
    const [early, late] = a < b ? [a, b] : [b, a];
    // No month has more days than 31, so this is too few at most.
    let whole = Number((late - early) / NS_PER_DAY / BigInt(31 * months));
    while (monthsLater(early, (whole + 1) * months) <= late) whole += 1;
    const answer = await row([
      `date_diff('${calendarUnit}', ${written(early)}, ${written(late)})`, `date_diff('${calendarUnit}', ${written(late)}, ${written(early)})`,
      `date_diff('${unit}', ${written(a)}, ${written(b)})`,
    ]);
    expect(answer).toEqual([String(whole), String(whole === 0 ? 0 : -whole), String((b - a) / size)]);
  }), { numRuns });
});

test('times are rounded down to bins and to units of the calendar', async () => {
  const widths = fc.bigInt({ min: 1n, max: 1000n * NS_PER_DAY });
  await fc.assert(fc.asyncProperty(inner, widths, fc.constantFrom(...Object.entries(unitMonths)), async (time, width, [unit, months]) => {
    const date = dateOf(time);
    const month = date.getUTCMonth() - date.getUTCMonth() % months;
    const monday = floorDivide(time, NS_PER_DAY) - BigInt((date.getUTCDay() + 6) % 7);
    expect(await row([
      `bin(${written(time)}, interval '${width}' nanosecond)`, `date_trunc('hour', ${written(time)})`,
      `date_trunc('week', ${written(time)})`, `date_trunc('${unit}', ${written(time)})`,
    ])).toEqual([
      floorDivide(time, width) * width, floorDivide(time, unitNs.hour) * unitNs.hour, monday * NS_PER_DAY, atMidnight(date.getUTCFullYear(), month, 1),
    ].map(timestampText));
  }), { numRuns });
});

test('an interval moves a timestamp by its nanoseconds, there and back', async () => {
  await fc.assert(fc.asyncProperty(timestamps, fc.bigInt({ min: 0n, max: most }), async (time, size) => {
    const answer = await row([`${written(time)} + interval '${size}' nanosecond - interval '${size}' nanosecond`]);
    if (isInRange(time + size)) expect(answer).toEqual([timestampText(time)]);
    else expect(answer).toMatch(/^QueryExecutionException: Out of range for timestamp: /);
  }), { numRuns });
});
