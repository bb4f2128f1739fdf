/** Timestamps in nanoseconds, dates in days, intervals in nanoseconds. */
import { call, infix, strict, type Operation } from './operation';
import { civil, dayNumber, Failure, floorDivide, monthLength } from './value';

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

const FIRST = -9_223_372_036_000_000_000n;
const LAST = 2n ** 63n - 1n;

function inRange(ns: bigint): bigint {
  if (ns < FIRST || ns > LAST) throw new Failure('beyond the last timestamp');
  return ns;
}

function fit(ns: bigint): bigint {
  if (ns >= 2n ** 63n || ns < -(2n ** 63n)) throw new Failure('beyond the longest interval');
  return ns;
}

const dayOf = (ns: bigint) => floorDivide(ns, NS_PER_DAY);
const ofDay = (ns: bigint) => ns - dayOf(ns) * NS_PER_DAY;
const field = (pick: (parts: readonly [number, number, number]) => number) => (ns: bigint) => BigInt(pick(civil(dayOf(ns))));

/** Monday is 1; the epoch was a Thursday. */
const weekday = (day: bigint) => ((day + 3n) % 7n + 7n) % 7n + 1n;

function isoWeek(day: bigint): bigint {
  const thursday = day - weekday(day) + 4n;
  return (thursday - dayNumber(civil(thursday)[0], 1, 1)) / 7n + 1n;
}

function addMonths(ns: bigint, months: bigint): bigint {
  const [year, month, day] = civil(dayOf(ns));
  const number = year * 12 + month - 1 + Number(months);
  const [newYear, newMonth] = [Math.floor(number / 12), (number % 12 + 12) % 12 + 1];
  return inRange(dayNumber(newYear, newMonth, Math.min(day, monthLength(newYear, newMonth))) * NS_PER_DAY + ofDay(ns));
}

const small = (n: bigint) => n % 1000n;

export const timeOperations: readonly Operation[] = [
  strict<[bigint, bigint]>(['timestamp', 'interval'], 'timestamp', infix('+'), (a, b) => inRange(a + b)),
  strict<[bigint, bigint]>(['timestamp', 'interval'], 'timestamp', infix('-'), (a, b) => inRange(a - b)),
  strict<[bigint, bigint]>(['interval', 'interval'], 'interval', infix('+'), (a, b) => fit(a + b)),
  strict<[bigint, bigint]>(['interval', 'interval'], 'interval', infix('-'), (a, b) => fit(a - b)),
  strict<[bigint]>(['timestamp'], 'bigint', call('to_nanoseconds'), (a) => a),
  strict<[bigint]>(['timestamp'], 'bigint', call('to_milliseconds'), (a) => floorDivide(a, NS_PER_MS)),
  strict<[bigint]>(['bigint'], 'timestamp', (a) => `from_milliseconds(${a} % 10000000000)`, (a) => (a % 10_000_000_000n) * NS_PER_MS),
  ...(['5m', '1h', '1d', '7d', '15ms'] as const).map((width) =>
    strict<[bigint]>(['timestamp'], 'timestamp', (a) => `bin(${a}, ${width})`, (a) => inRange(floorDivide(a, widths[width]) * widths[width]))),
  ...Object.entries({ second: NS_PER_SECOND, minute: 60n * NS_PER_SECOND, hour: 3600n * NS_PER_SECOND, day: NS_PER_DAY }).flatMap(([unit, size]) => [
    strict<[bigint]>(['timestamp'], 'timestamp', (a) => `date_trunc('${unit}', ${a})`, (a) => inRange(floorDivide(a, size) * size)),
    strict<[bigint, bigint]>(['bigint', 'timestamp'], 'timestamp', (n, a) => `date_add('${unit}', ${n} % 1000, ${a})`, (n, a) => inRange(a + small(n) * size)),
    strict<[bigint, bigint]>(['timestamp', 'timestamp'], 'bigint', (a, b) => `date_diff('${unit}', ${a}, ${b})`, (a, b) => (b - a) / size),
  ]),
  strict<[bigint, bigint]>(['bigint', 'timestamp'], 'timestamp', (n, a) => `date_add('month', ${n} % 1000, ${a})`, (n, a) => addMonths(a, small(n))),
  strict<[bigint]>(['timestamp'], 'bigint', call('year'), field(([year]) => year)),
  strict<[bigint]>(['timestamp'], 'bigint', call('month'), field(([, month]) => month)),
  strict<[bigint]>(['timestamp'], 'bigint', call('quarter'), field(([, month]) => Math.ceil(month / 3))),
  strict<[bigint]>(['timestamp'], 'bigint', call('day'), field(([, , day]) => day)),
  strict<[bigint]>(['timestamp'], 'bigint', call('day_of_week'), (a) => weekday(dayOf(a))),
  strict<[bigint]>(['timestamp'], 'bigint', call('week'), (a) => isoWeek(dayOf(a))),
  strict<[bigint]>(['timestamp'], 'bigint', call('hour'), (a) => ofDay(a) / (3600n * NS_PER_SECOND)),
  strict<[bigint]>(['timestamp'], 'bigint', (a) => `extract(MINUTE FROM ${a})`, (a) => (ofDay(a) / (60n * NS_PER_SECOND)) % 60n),
  strict<[bigint]>(['timestamp'], 'bigint', call('second'), (a) => (ofDay(a) / NS_PER_SECOND) % 60n),
  strict<[bigint]>(['timestamp'], 'bigint', call('nanosecond'), (a) => ofDay(a) % NS_PER_SECOND),
  strict<[bigint]>(['date'], 'timestamp', (a) => `CAST(${a} AS timestamp)`, (a) => a * NS_PER_DAY),
  strict<[bigint]>(['date'], 'bigint', call('day_of_year'), (a) => a - dayNumber(civil(a)[0], 1, 1) + 1n),
];

const widths = { '5m': 300n * NS_PER_SECOND, '1h': 3600n * NS_PER_SECOND, '1d': NS_PER_DAY, '7d': 7n * NS_PER_DAY, '15ms': 15n * NS_PER_MS };
