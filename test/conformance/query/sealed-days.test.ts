/** Days that are sealed into files answer as they did before: every kind of statement, with late arrivals and updates beside them. */
import { QueryCommand } from '@aws-sdk/client-timestream-query';
import { CreateTableCommand, UpdateTableCommand, WriteRecordsCommand, type _Record } from '@aws-sdk/client-timestream-write';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { databaseName, localTest, nowMs, startQueryService, type QueryService } from './query-service';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const table = `"${databaseName}"."Sealed"`;
const other = `"${databaseName}"."SealedByHost"`;

let sealed: QueryService;
let inMemory: QueryService;

beforeAll(async () => {
  sealed = await startQueryService({ data: temporaryFolder(), extensions: true, warn: () => undefined });
  inMemory = await startQueryService({ extensions: true, warn: () => undefined });
  for (const service of [sealed, inMemory]) await prepare(service);
});

afterAll(async () => {
  await sealed.close();
  await inMemory.close();
  removeTemporaryFolders();
});

async function prepare({ write }: QueryService): Promise<void> {
  const common = {
    DatabaseName: databaseName, MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 365 },
  };
  await write.send(new CreateTableCommand({ ...common, TableName: 'Sealed' }));
  await write.send(new CreateTableCommand({
    ...common, TableName: 'SealedByHost', Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'host', EnforcementInRecord: 'OPTIONAL' }] },
  }));
}

/** Eighths, so that sums do not depend on the order. */
function record(host: string, hoursAgo: number, cpu: number, more: Partial<_Record> = {}): _Record {
  return {
    Dimensions: [{ Name: 'host', Value: host }], MeasureName: 'load', MeasureValueType: 'MULTI', Time: String(nowMs - hoursAgo * hourMs),
    MeasureValues: [{ Name: 'cpu', Value: String(cpu), Type: 'DOUBLE' }, { Name: 'n', Value: String(hoursAgo), Type: 'BIGINT' }], ...more,
  };
}

/** Both servers take the same; only one of them has files to put it in. */
async function writeBoth(records: _Record[]): Promise<void> {
  for (const { write } of [sealed, inMemory]) {
    for (const TableName of ['Sealed', 'SealedByHost']) {
      for (let first = 0; first < records.length; first += 100) {
        await write.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName, Records: records.slice(first, first + 100) }));
      }
    }
  }
}

const statements = [
  `SELECT * FROM ${table} ORDER BY host, time`,
  `SELECT count(*), sum(cpu), min(time), max(time) FROM ${table}`,
  `SELECT host, count(*) FROM ${table} WHERE time > ago(3h) GROUP BY host ORDER BY host`,
  `SELECT host, count(*) FROM ${table} WHERE time BETWEEN ago(3d) AND ago(1d) GROUP BY host ORDER BY host`,
  `SELECT count(*) FROM ${table} WHERE time < ago(2d) AND host = 'a'`,
  `SELECT count(*) FROM ${table} WHERE time >= from_iso8601_timestamp('2026-11-20T00:00:00Z') AND time < '2026-11-21 00:00:00'`,
  `SELECT count(*) FROM ${table} WHERE time + 1d > now() AND measure_name = 'load'`,
  `SELECT count(*) FROM ${table} WHERE time > now() AND time < ago(1d)`,
  `SELECT count(*) FROM ${table} WHERE NOT (time > ago(2d))`,
  `SELECT count(*) FROM ${table} WHERE time > ago(1h) OR time < ago(4d)`,
  `SELECT bin(time, 1d) AS day, host, avg(cpu), max_by(cpu, time) FROM ${table} GROUP BY bin(time, 1d), host ORDER BY 1, 2`,
  `SELECT host, max(time), max_by(cpu, time) FROM ${table} GROUP BY host ORDER BY host`,
  `SELECT host, max(time) FROM ${table} WHERE time > ago(60h) GROUP BY host ORDER BY host`,
  `SELECT t.host, t.cpu FROM ${table} AS t JOIN (SELECT host, max(time) AS latest FROM ${table} GROUP BY host) AS m ON t.host = m.host AND t.time = m.latest ORDER BY 1`,
  `SELECT count(*) FROM ${table} AS a JOIN ${table} AS b ON a.host = b.host AND a.time = b.time`,
  `SELECT count(*) FROM ${table} AS a JOIN ${other} AS b ON a.host = b.host AND a.time = b.time WHERE a.time > ago(2d) AND b.time < ago(1d)`,
  `SELECT count(*), count(b.host) FROM ${table} AS a LEFT JOIN ${other} AS b ON a.host = b.host AND a.time = b.time AND b.time > ago(1d)`,
  `SELECT count(*), count(b.host) FROM ${table} AS a LEFT JOIN ${other} AS b ON a.host = b.host AND a.time = b.time WHERE b.time > ago(2d)`,
  `SELECT count(*), count(b.host) FROM ${table} AS a LEFT JOIN ${other} AS b ON a.host = b.host AND a.time + 1d = b.time WHERE b.time IS NULL`,
  `SELECT count(*), count(a.host), count(b.host) FROM ${table} AS a FULL JOIN ${other} AS b ON a.host = b.host AND a.time + 1d = b.time WHERE a.time < ago(2d)`,
  `SELECT count(*) FROM ${table} WHERE cpu > (SELECT avg(cpu) FROM ${table} WHERE time < ago(1d))`,
  `SELECT count(*) FROM ${table} AS a WHERE EXISTS (SELECT 1 FROM ${other} AS b WHERE b.host = a.host AND b.time = a.time AND b.time < ago(2d))`,
  `SELECT host, (SELECT count(*) FROM ${table} AS b WHERE b.host = a.host AND b.time > ago(2d)) FROM ${table} AS a WHERE a.time < ago(3d) ORDER BY 1, 2`,
  `SELECT count(*) FROM ${table} WHERE host IN (SELECT host FROM ${other} WHERE time < ago(3d))`,
  `WITH days AS (SELECT bin(time, 1d) AS day, count(*) AS c FROM ${table} GROUP BY bin(time, 1d)) SELECT a.day, a.c, b.c FROM days AS a LEFT JOIN days AS b ON a.day = b.day + 1d ORDER BY 1`,
  `SELECT 'late', count(*) FROM ${table} WHERE time < ago(1d) UNION ALL SELECT 'new', count(*) FROM ${table} WHERE time >= ago(1d) UNION ALL SELECT 'other', count(*) FROM ${other} ORDER BY 1`,
  `SELECT host, time, lag(cpu) OVER (PARTITION BY host ORDER BY time) FROM ${table} ORDER BY host, time`,
  `SELECT time, cpu FROM ${table} WHERE host = 'b' ORDER BY time DESC LIMIT 3 `,
  `SELECT count(*) FROM ${other} WHERE host = 'a' AND time < ago(1d)`,
  `SELECT host, cpu, n FROM ${other} WHERE host IN ('a', 'c') AND time BETWEEN ago(100h) AND ago(20h) ORDER BY host, time`,
  `SELECT count(DISTINCT host), approx_distinct(host) FROM ${other}`,
  `SELECT t.host, x.c FROM (VALUES 'a', 'b') AS t(host) CROSS JOIN LATERAL (SELECT count(*) AS c FROM ${table} AS s WHERE s.host = t.host AND s.time < ago(1d)) AS x ORDER BY 1`,
];

/** A column that comes after days were sealed. */
const laterColumn = `SELECT host, time, mem, cpu FROM ${table} ORDER BY host, time`;

async function expectSameAnswers(...more: string[]): Promise<void> {
  for (const statement of [...statements, ...more]) {
    const expected = await inMemory.rows(statement);
    expect([statement, ...await sealed.rows(statement)]).toEqual([statement, ...expected]);
  }
}

const hosts = ['a', 'b', 'c'];
const hours = [0, 1, 2, 5, 20, 26, 30, 50, 51, 75, 80, 99, 100, 130];

localTest('every statement answers the same before a day is sealed, after it, and with what comes to it later', async () => {
  await writeBoth(hosts.flatMap((host, index) => hours.map((ago) => record(host, ago, index * 10 + ago / 8))));
  await expectSameAnswers();
  await sealed.local.moveTiers();
  await expectSameAnswers();
  // Late arrivals, a newer version of a sealed row, another series, another column.
  await writeBoth([
    record('a', 28, 50), record('b', 50, 99, { Version: 2 }), record('d', 75, 1), record('c', 100, 7, { Version: 3 }),
    record('a', 77, 3, { MeasureValues: [{ Name: 'mem', Value: '5', Type: 'DOUBLE' }] }),
  ]);
  await expectSameAnswers(laterColumn);
  await writeBoth([record('b', 50, 98, { Version: 3 }), record('a', 28, 51, { Version: 2 })]);
  await expectSameAnswers(laterColumn);
  await sealed.local.moveTiers();
  await expectSameAnswers(laterColumn);
});

localTest('an equal version of a sealed row is accepted, a lower one of it is dropped, and neither changes an answer', async () => {
  const cpu = `SELECT cpu FROM ${table} WHERE host = 'a' AND n = 26`;
  expect(await sealed.rows(cpu)).toEqual([['3.25']]);
  await writeBoth([record('a', 26, 3.25), record('b', 50, 1)]);
  expect(await sealed.rows(cpu)).toEqual([['3.25']]);
  expect(await sealed.rows(`SELECT cpu FROM ${table} WHERE host = 'b' AND n = 50`)).toEqual([['98.0']]);
});

localTest('pages of an answer go on while its days are sealed anew', async () => {
  const QueryString = `SELECT host, n FROM ${table} WHERE time < ago(1d) ORDER BY host, n`;
  const whole = await sealed.rows(QueryString);
  const read: unknown[] = [];
  let page = await sealed.query.send(new QueryCommand({ QueryString, MaxRows: 7 }));
  for (;;) {
    read.push(...(page.Rows ?? []).map((row) => row.Data?.map((datum) => datum.ScalarValue ?? null)));
    if (page.NextToken === undefined) break;
    await writeBoth([record('b', 75, read.length, { Version: 100 + read.length })]);
    await sealed.local.moveTiers();
    page = await sealed.query.send(new QueryCommand({ QueryString, MaxRows: 7, NextToken: page.NextToken }));
  }
  expect(read).toEqual(whole);
});

localTest('answers are whole at every moment while rows are updated and days are sealed', async () => {
  const [[before = ''] = []] = await sealed.rows(`SELECT count(*) FROM ${table}`);
  let isOver = false;
  const update = async () => {
    for (let version = 1000; version < 1030; version += 1) {
      await sealed.write.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName: 'Sealed', Records: hosts.map((host) => record(host, 51, version, { Version: version })) }));
      await sealed.local.moveTiers();
    }
    isOver = true;
  };
  const ask = async () => {
    while (!isOver) {
      const [row] = await sealed.rows(`SELECT count(*), (SELECT count(*) FROM ${table}), (SELECT count(*) FROM ${table} AS a JOIN ${table} AS b ON a.host = b.host AND a.time = b.time) FROM ${table}`);
      expect(row).toEqual([before, before, before]);
    }
  };
  await Promise.all([update(), ask(), ask()]);
});

localTest('what has expired is in no answer, though the day around it is still sealed', async () => {
  await sealed.write.send(new UpdateTableCommand({
    DatabaseName: databaseName, TableName: 'Sealed', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 2 },
  }));
  const oldest = `SELECT max(n), count(*) FROM ${table} WHERE host = 'c'`;
  expect(await sealed.rows(oldest)).toEqual([['30', '7']]);
  await sealed.write.send(new UpdateTableCommand({
    DatabaseName: databaseName, TableName: 'Sealed', RetentionProperties: { MemoryStoreRetentionPeriodInHours: 1, MagneticStoreRetentionPeriodInDays: 365 },
  }));
  expect(await sealed.rows(oldest)).toEqual([['30', '7']]);
  await expect(sealed.write.send(new WriteRecordsCommand({ DatabaseName: databaseName, TableName: 'Sealed', Records: [record('c', 60, 1)] })))
    .rejects.toMatchObject({ name: 'RejectedRecordsException' });
  sealed.advance(dayMs);
  expect(await sealed.rows(`SELECT count(*) FROM ${table} WHERE host = 'c'`)).toEqual([['7']]);
});
