/** Reading one field of a time: year(x), hour(x) and EXTRACT(YEAR FROM x), all BIGINT. */
import { ns, NS_PER_DAY, NS_PER_MS, NS_PER_SECOND } from '../print/whole-numbers';
import { dateOf, nsOfDay } from './calendar';
import { scalarFunction, type Printed } from './function';

const bigint = (sql: string) => `CAST(${sql} AS BIGINT)`;

/** Fields of the calendar by the DuckDB function that reads them off a DATE; weeks are those of ISO 8601. */
const dateFields: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'weekofyear',
  week_of_year: 'weekofyear',
  day: 'day',
  day_of_month: 'day',
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_year: 'dayofyear',
  doy: 'dayofyear',
  year_of_week: 'isoyear',
  yow: 'isoyear',
};

/** Fields of the clock: how long one is, and how many make the next larger field. */
const clockFields: Readonly<Record<string, readonly [size: bigint, count: bigint]>> = {
  hour: [3600n * NS_PER_SECOND, 24n],
  minute: [60n * NS_PER_SECOND, 60n],
  second: [NS_PER_SECOND, 60n],
  millisecond: [NS_PER_MS, 1000n],
  nanosecond: [1n, NS_PER_SECOND],
};

const clockField = (sql: string, size: bigint, count: bigint) => `((${sql} // ${ns(size)}) % ${ns(count)})`;

export const timeFields = [
  ...Object.entries(dateFields).flatMap(([name, read]) => [
    scalarFunction(`${name}(timestamp) -> bigint`, (x: Printed) => bigint(`${read}(${dateOf(x)})`)),
    scalarFunction(`${name}(date) -> bigint`, (x: Printed) => bigint(`${read}(${x.sql})`)),
  ]),
  ...Object.entries(clockFields).flatMap(([name, [size, count]]) => [
    scalarFunction(`${name}(timestamp) -> bigint`, (x: Printed) => clockField(nsOfDay(x), size, count)),
    scalarFunction(`${name}(time) -> bigint`, (x: Printed) => clockField(x.sql, size, count)),
    scalarFunction(`${name}(interval day to second) -> bigint`, (x: Printed) => clockField(x.sql, size, count)),
  ]),
  ...['day', 'day_of_month'].map((name) =>
    scalarFunction(`${name}(interval day to second) -> bigint`, (x: Printed) => `(${x.sql} // ${ns(NS_PER_DAY)})`)),
  scalarFunction('year(interval year to month) -> bigint', (x) => bigint(`${x.sql} // 12`)),
  scalarFunction('month(interval year to month) -> bigint', (x) => bigint(`${x.sql} % 12`)),
];
