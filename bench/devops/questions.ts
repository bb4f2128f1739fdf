/**
 * The seven questions, apart from their text: each is a window and a set of hosts and metrics, and one form per engine.
 * After TSBS, the Time Series Benchmark Suite: https://github.com/timescale/tsbs
 */
import type { EngineName } from '../engines/engine';
import { below, type Random } from '../random';
import { metrics, TICK_MS, type Dataset, type Metric } from './dataset';

export interface Asked {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly hosts: readonly string[];
}

export interface Question {
  readonly name: string;
  /** How long a window it asks about, and how many hosts: none means all of them. */
  readonly hours: number;
  readonly hostCount: number;
  /** An engine without a form has no way to ask it. */
  readonly forms: Readonly<Partial<Record<EngineName, (asked: Asked) => string>>>;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TABLE = '"benchmark"."cpu"';

/** A window of whole bins: engines that count bins from its start have the same ones as those that count from the epoch. */
export function askedBy({ hours, hostCount }: Question, { hosts, ticks, startMs }: Dataset, random: Random): Asked {
  const binMs = hours > 1 ? HOUR_MS : MINUTE_MS;
  const fromMs = startMs + below((ticks * TICK_MS - hours * HOUR_MS) / binMs + 1, random) * binMs;
  const first = below(hosts.length, random);
  const names = Array.from({ length: hostCount }, (_, index) => `host_${(first + index * 7) % hosts.length}`);
  return { fromMs, untilMs: fromMs + hours * HOUR_MS, hosts: names };
}

const list = (items: readonly string[]) => items.map((item) => `'${item}'`).join(', ');
const sqlTime = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

/** The same aggregate of several metrics, each under its own name. */
const each = (name: string, of: readonly Metric[]) => of.map((metric) => `${name}(${metric}) AS ${metric}`).join(', ');

const within = ({ fromMs, untilMs }: Asked) => `time >= '${sqlTime(fromMs)}' AND time < '${sqlTime(untilMs)}'`;
const timestreamWithin = ({ fromMs, untilMs }: Asked) => `time >= TIMESTAMP '${sqlTime(fromMs)}' AND time < TIMESTAMP '${sqlTime(untilMs)}'`;

/** Windows of VictoriaMetrics end at their time and leave their start out: they end at the last tick of a bin. */
function metricsRange(of: readonly Metric[], query: (selector: string) => string, binMs: number, { fromMs, untilMs }: Asked, filter: string): string {
  const selector = `{__name__=~"${of.map((metric) => `cpu_${metric}`).join('|')}"${filter}}`;
  const delayMs = binMs - TICK_MS;
  return new URLSearchParams({
    query: query(`${selector}[${binMs / 1000}s]`), step: `${binMs / 1000}`, nocache: '1',
    start: `${(fromMs + delayMs) / 1000}`, end: `${(untilMs - binMs + delayMs) / 1000}`,
  }).toString();
}

/** The highest value in each minute of an hour, of some metrics and hosts together. */
function singleGroupBy(metricCount: number, hostCount: number): Question {
  const of = metrics.slice(0, metricCount);
  return {
    name: `single-groupby-${metricCount}-${hostCount}-1`, hours: 1, hostCount,
    forms: {
      tidegauge: (asked) => `SELECT bin(time, 1m) AS minute, ${each('max', of)} FROM ${TABLE} ` +
        `WHERE hostname IN (${list(asked.hosts)}) AND ${timestreamWithin(asked)} GROUP BY bin(time, 1m) ORDER BY 1`,
      influxdb: (asked) => `SELECT ${each('max', of)} FROM cpu WHERE (${asked.hosts.map((host) => `hostname = '${host}'`).join(' OR ')}) AND ${within(asked)} GROUP BY time(1m)`,
      'victoria-metrics': (asked) => metricsRange(
        of, (range) => `max(max_over_time(${range}) keep_metric_names) by (__name__)`, MINUTE_MS, asked, `,hostname=~"${asked.hosts.join('|')}"`),
      postgresql: (asked) => `SELECT date_trunc('minute', time) AS minute, ${each('max', of)} FROM cpu ` +
        `WHERE tags_id IN (SELECT id FROM tags WHERE hostname IN (${list(asked.hosts)})) AND ${within(asked)} GROUP BY minute ORDER BY minute`,
    },
  };
}

/** The mean of some metrics in each of twelve hours, by host. */
function doubleGroupBy(name: string, metricCount: number): Question {
  const of = metrics.slice(0, metricCount);
  return {
    name: `double-groupby-${name}`, hours: 12, hostCount: 0,
    forms: {
      tidegauge: (asked) => `SELECT bin(time, 1h) AS hour, hostname, ${each('avg', of)} FROM ${TABLE} ` +
        `WHERE ${timestreamWithin(asked)} GROUP BY bin(time, 1h), hostname ORDER BY 1, 2`,
      influxdb: (asked) => `SELECT ${each('mean', of)} FROM cpu WHERE ${within(asked)} GROUP BY time(1h), hostname`,
      'victoria-metrics': (asked) => metricsRange(of, (range) => `avg(avg_over_time(${range}) keep_metric_names) by (__name__, hostname)`, HOUR_MS, asked, ''),
      postgresql: (asked) => `WITH hourly AS (SELECT date_trunc('hour', time) AS hour, tags_id, ${each('avg', of)} FROM cpu WHERE ${within(asked)} GROUP BY 1, 2) ` +
        `SELECT hour, tags.hostname, ${of.join(', ')} FROM hourly JOIN tags ON tags.id = tags_id ORDER BY hour, hostname`,
    },
  };
}

const highCpuAll: Question = {
  name: 'high-cpu-all', hours: 12, hostCount: 0,
  forms: {
    tidegauge: (asked) => `SELECT * FROM ${TABLE} WHERE usage_user > 90.0 AND ${timestreamWithin(asked)}`,
    influxdb: (asked) => `SELECT * FROM cpu WHERE usage_user > 90.0 AND ${within(asked)}`,
    postgresql: (asked) => `SELECT * FROM cpu JOIN tags ON tags.id = tags_id WHERE usage_user > 90.0 AND ${within(asked)}`,
  },
};

const lastPoint: Question = {
  name: 'lastpoint', hours: 0, hostCount: 0,
  forms: {
    tidegauge: () => `SELECT c.* FROM ${TABLE} AS c JOIN (SELECT hostname, max(time) AS newest FROM ${TABLE} GROUP BY hostname) AS latest ` +
      'ON c.hostname = latest.hostname AND c.time = latest.newest',
    influxdb: () => 'SELECT * FROM cpu GROUP BY hostname ORDER BY time DESC LIMIT 1',
    postgresql: () => 'SELECT * FROM tags CROSS JOIN LATERAL (SELECT * FROM cpu WHERE tags_id = tags.id ORDER BY time DESC LIMIT 1) AS latest',
  },
};

/** The highest value of the last five minutes before a time. */
const groupByOrderByLimit: Question = {
  name: 'groupby-orderby-limit', hours: 1, hostCount: 0,
  forms: {
    tidegauge: ({ untilMs }) => `SELECT bin(time, 1m) AS minute, max(usage_user) AS usage_user FROM ${TABLE} ` +
      `WHERE time < TIMESTAMP '${sqlTime(untilMs)}' GROUP BY bin(time, 1m) ORDER BY 1 DESC LIMIT 5`,
    influxdb: ({ untilMs }) => `SELECT max(usage_user) AS usage_user FROM cpu WHERE time < '${sqlTime(untilMs)}' GROUP BY time(1m) ORDER BY time DESC LIMIT 5`,
    postgresql: ({ untilMs }) => `SELECT date_trunc('minute', time) AS minute, max(usage_user) AS usage_user FROM cpu ` +
      `WHERE time < '${sqlTime(untilMs)}' GROUP BY minute ORDER BY minute DESC LIMIT 5`,
  },
};

export const questions: readonly Question[] = [
  singleGroupBy(1, 1), singleGroupBy(5, 8), doubleGroupBy('1', 1), doubleGroupBy('all', metrics.length), highCpuAll, lastPoint, groupByOrderByLimit,
];
