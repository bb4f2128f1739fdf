import { knownRows } from '../../../../local/timestream/query/known-rows';
import { compileQuery } from '../../../../local/timestream/sql/compile';
import { parseStatement } from '../../../../local/timestream/sql/parser/statement';
import type { Catalog, TableEntry } from '../../../../local/timestream/catalog';

const clock = { nowNs: 3_600_000_000_000n };
const asked: (readonly (bigint | undefined)[])[] = [];
const entry: TableEntry = {
  databaseName: 'd', tableName: 't', columns: [{ name: 'time', physical: 'time_ns', type: 'timestamp', attribute: 'TIMESTAMP' }],
  relation: () => 't', measures: () => [],
  rowsBetween: ({ fromNs, untilNs }) => {
    asked.push([fromNs, untilNs]);
    return 7;
  },
};
const catalog: Catalog = { databaseNames: () => ['d'], tableNames: () => ['t'], table: () => entry };

function rowsOf(condition: string): number | undefined {
  const text = `SELECT 1 FROM d.t WHERE ${condition}`;
  const statement = parseStatement(text);
  if (statement.kind !== 'query') throw new Error('not a query');
  const [scan] = compileQuery(statement.query, text, catalog, clock).scans;
  return scan && knownRows(scan, clock);
}

const first = "TIMESTAMP '1970-01-01 00:00:01'";
const second = "TIMESTAMP '1970-01-01 00:00:02'";

test.each([
  ['true', undefined, undefined],
  [`time >= ${first} AND time < ${second}`, 1_000_000_000n, 2_000_000_000n],
  [`time > ${first} AND time <= ${second}`, 1_000_000_001n, 2_000_000_001n],
  [`${first} <= time AND ${second} > time`, 1_000_000_000n, 2_000_000_000n],
  [`time = ${first}`, 1_000_000_000n, 1_000_000_001n],
  [`time >= ${first} AND time >= ${second}`, 2_000_000_000n, undefined],
  [`time < ${first} AND time < ${second}`, undefined, 1_000_000_000n],
  [`time BETWEEN ${first} AND ${second}`, 1_000_000_000n, 2_000_000_001n],
  ['time > ago(1h)', 1n, undefined],
  ['time >= now() - 30m AND time < current_timestamp', 1_800_000_000_000n, 3_600_000_000_000n],
  [`time < ${first} + 1s`, undefined, 2_000_000_000n],
  [`time < ${second} - 1s`, undefined, 1_000_000_000n],
  ["time >= from_iso8601_timestamp('1970-01-01T00:00:01.5Z')", 1_500_000_000n, undefined],
  ['time BETWEEN from_milliseconds(1) AND from_nanoseconds(5)', 1_000_000n, 6n],
  ['time >= bin(now() - 30m, 1h)', 0n, undefined],
  ['time < now() + -(30m)', undefined, 1_800_000_000_000n],
])('%s is a range of time', (condition, from, until) => {
  expect(rowsOf(condition)).toBe(7);
  expect(asked.at(-1)).toEqual([from, until]);
});

test.each([`time <> ${first}`, 'time NOT BETWEEN now() AND now()', `time BETWEEN ${first} AND NULL`, "time > from_iso8601_timestamp('never')", 'time > from_milliseconds(9223372036854775807)', 'time + 1h > now()', `bin(time, 1h) = ${first}`, `time = ${first} OR time = ${second}`, 'time = NULL'])('%s is counted', (condition) => {
  expect(rowsOf(condition)).toBeUndefined();
});
