import type { TableEntry } from '../../../../../local/timestream/catalog';
import type { Scan } from '../../../../../local/timestream/sql/check/scope';
import { tableMark, withTables } from '../../../../../local/timestream/sql/print/table-marks';

const clock = { nowNs: 0n };

function scan(alias: string): Scan {
  const entry: TableEntry = { databaseName: 'd', tableName: alias, columns: [], measures: () => [], relation: (columns) => `${alias}[${[...columns].sort().join(' ')}]` };
  return { entry, alias, columns: new Set(), timeFilters: [], partitionFilters: [] };
}

test('a table is asked for the columns that the statement reads of it, and no others', () => {
  const sql = `SELECT t1.d2 AS c0, max(t2.c3) FROM ${tableMark('t1')} AS t1 JOIN ${tableMark('t2')} AS t2 ON t1.d2 = t2.d2 WHERE t1.time_ns > 0`;
  expect(withTables(sql, [scan('t1'), scan('t2')], clock)).toBe('SELECT t1.d2 AS c0, max(t2.c3) FROM t1[d2 time_ns] AS t1 JOIN t2[c3 d2] AS t2 ON t1.d2 = t2.d2 WHERE t1.time_ns > 0');
});

test('a table of which nothing is read is there for its rows', () => {
  expect(withTables(`SELECT count(*) FROM ${tableMark('t1')} AS t1`, [scan('t1')], clock)).toBe('SELECT count(*) FROM t1[] AS t1');
});

test('aliases that begin alike are different tables', () => {
  expect(withTables(`SELECT t11.a FROM ${tableMark('t1')} AS t1, ${tableMark('t11')} AS t11`, [scan('t1'), scan('t11')], clock)).toBe('SELECT t11.a FROM t1[] AS t1, t11[a] AS t11');
});

test('a table that nobody noted is a failure of our own', () => {
  expect(() => withTables(tableMark('t9'), [], clock)).toThrow('t9 is no table of the statement');
});
