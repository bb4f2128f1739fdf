/** Asks the server about a table in every way that the model can answer as well, and expects the same. */
import { queryRows, type Call } from '../wire-call';
import { databaseName, type Model } from './model';
import { columnOf, nsPerDay, nsPerHour, type ModelTable, type StoredRecord } from './model-table';

type Row = Readonly<Record<string, string | null>>;

/** By how much ranges of time reach back, for literals and for ago(). */
const ranges = [['30m', nsPerHour / 2n], ['6h', 6n * nsPerHour], ['1d', nsPerDay], ['3d', 3n * nsPerDay], ['30d', 30n * nsPerDay]] as const;

export async function expectSameAnswers(call: Call, model: Model): Promise<void> {
  const { body } = await call('ListTables', { DatabaseName: databaseName });
  // The members of ListTables' answer; the test has fewer tables than a page.
  const names = (body.Tables as { TableName: string }[]).map(({ TableName }) => TableName);
  expect(names.sort()).toEqual([...model.tables.keys()].sort());
  for (const [name, table] of model.tables) await expectSameTable(call, name, table, model.nowNs);
}

async function expectSameTable(call: Call, name: string, table: ModelTable, nowNs: bigint): Promise<void> {
  const from = `"${databaseName}"."${name}"`;
  const ask = (text: string) => queryRows(call, text);
  const records = [...table.records.values()];
  expect((await ask(`SHOW MEASURES FROM ${from}`)).map(({ measure_name, data_type }) => [measure_name, data_type]).sort())
    .toEqual([...table.measures].map(([measure, { type }]) => [measure, type.toLowerCase()]).sort());
  // Without a record ever there are no columns to ask for.
  if (table.measures.size === 0) return;
  expectSameColumns(await ask(`DESCRIBE ${from}`), table);
  const rows = await ask(`SELECT * FROM ${from} ORDER BY time`);
  expect(rows.map(({ time }) => time)).toEqual([...rows.map(({ time }) => time)].sort());
  expect(asSet(rows)).toEqual(asSet(records.map(rowOf)));
  expect(await ask(countsText(from, nowNs))).toEqual(counts(records, nowNs));
  expect(asSet(await ask(`SELECT bin(time, 1d) AS day, measure_name, count(*) AS records, min(time) AS oldest, max(time) AS newest FROM ${from} GROUP BY 1, 2`))).toEqual(asSet(binned(records)));
  const series = [...table.dimensions].map((dimension) => `"${dimension}"`).join(', ');
  expect(asSet(await ask(`SELECT ${series}, measure_name, max(time) AS newest FROM ${from} GROUP BY ${series}, measure_name`))).toEqual(asSet(newest(records).map((record) => ({ ...record.dimensions, measure_name: record.measureName, newest: timestampText(record.timeNs) }))));
  const latest = await ask(`SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY ${series}, measure_name ORDER BY time DESC) AS place FROM ${from}) WHERE place = 1`);
  expect(asSet(latest)).toEqual(asSet(newest(records).map((record) => ({ ...rowOf(record), place: '1' }))));
}

function expectSameColumns(described: readonly Row[], table: ModelTable): void {
  const kinds = described.map((row) => row['Timestream attribute type']);
  // Dimensions come first, then measure_name and time, then measures.
  const order = ['DIMENSION', 'MEASURE_NAME', 'TIMESTAMP', 'MEASURE'];
  const places = kinds.map((kind) => order.indexOf(kind?.startsWith('MULTI') || kind?.startsWith('MEASURE_VALUE') ? 'MEASURE' : kind ?? ''));
  expect(places).toEqual([...places].sort());
  expect(asSet(described.map((row) => ({ name: row.Column!, type: row.Type!, kind: row['Timestream attribute type']! })))).toEqual(asSet([
    ...[...table.dimensions].map((name) => ({ name, type: 'varchar', kind: 'DIMENSION' })),
    { name: 'measure_name', type: 'varchar', kind: 'MEASURE_NAME' },
    { name: 'time', type: 'timestamp', kind: 'TIMESTAMP' },
    ...[...table.columns].map(([name, type]) => ({ name, type: type.toLowerCase(), kind: table.attributes.has(name) ? 'MULTI' : 'MEASURE_VALUE' })),
  ]));
}

/** Each from a moment on, and between two moments; by literals, and by the server's own clock. */
function countsText(from: string, nowNs: bigint): string {
  return ranges.flatMap(([literal, ns], at) => [
    `SELECT ${at} AS place, 'from' AS kind, count(*) AS records FROM ${from} WHERE time >= ago(${literal})`,
    `SELECT ${at}, 'before', count(*) FROM ${from} WHERE time < timestamp '${timestampText(nowNs - ns)}'`,
    `SELECT ${at}, 'between', count(*) FROM ${from} WHERE time BETWEEN timestamp '${timestampText(nowNs - ns)}' AND now()`,
  ]).join(' UNION ALL ') + ' ORDER BY place, kind';
}

function counts(records: readonly StoredRecord[], nowNs: bigint): Row[] {
  const row = (place: number, kind: string, test: (timeNs: bigint) => boolean) => ({ place: String(place), kind, records: String(records.filter(({ timeNs }) => test(timeNs)).length) });
  return ranges.flatMap(([, ns], at) => [
    row(at, 'before', (time) => time < nowNs - ns),
    row(at, 'between', (time) => time >= nowNs - ns && time <= nowNs),
    row(at, 'from', (time) => time >= nowNs - ns),
  ]);
}

function binned(records: readonly StoredRecord[]): Row[] {
  return grouped(records, ({ timeNs, measureName }) => JSON.stringify([String(timeNs / nsPerDay), measureName])).map((group) => {
    const times = group.map(({ timeNs }) => timeNs).sort((a, b) => (a < b ? -1 : 1));
    return {
      day: timestampText(times[0]! / nsPerDay * nsPerDay), measure_name: group[0]!.measureName, records: String(group.length),
      oldest: timestampText(times[0]!), newest: timestampText(times.at(-1)!),
    };
  });
}

function newest(records: readonly StoredRecord[]): StoredRecord[] {
  return grouped(records, ({ dimensions, measureName }) => JSON.stringify([Object.entries(dimensions).sort(), measureName]))
    .map((group) => group.reduce((last, record) => (record.timeNs > last.timeNs ? record : last)));
}

function grouped(records: readonly StoredRecord[], keyOf: (record: StoredRecord) => string): StoredRecord[][] {
  const groups = new Map<string, StoredRecord[]>();
  for (const record of records) groups.set(keyOf(record), [...groups.get(keyOf(record)) ?? [], record]);
  return [...groups.values()];
}

function rowOf({ dimensions, measureName, values, isMulti, timeNs }: StoredRecord): Row {
  const cells = values.map(({ name, type, text }) => [columnOf(name, type, isMulti), type === 'TIMESTAMP' ? timestampText(BigInt(text)) : text]);
  return { ...dimensions, measure_name: measureName, time: timestampText(timeNs), ...Object.fromEntries(cells) };
}

/** Rows in an order of their own, without what is NULL. */
function asSet(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).filter(([, text]) => text !== null).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}

/** Nine digits, no zone. */
export function timestampText(timeNs: bigint): string {
  const seconds = new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ');
  return `${seconds}.${String(timeNs % 1_000_000_000n).padStart(9, '0')}`;
}
