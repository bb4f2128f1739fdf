/** Parsing and checking a long statement against running it over a table without rows: the front end must not be what a query waits for. */
import { parseStatement } from '../local/timestream/sql/parser/statement';
import type { Query } from '../local/timestream/sql/ast';
import { compileQuery, prepareQuery } from '../local/timestream/sql/compile';
import { runQuery } from '../local/timestream/query/run-query';
import { decodeRecords } from '../local/timestream/records/decode-records';
import { openStore } from '../local/timestream/store/open-store';
import type { Store } from '../local/timestream/store/store';
import { interleaved } from './measure';
import { atMost, finish, shortNumber } from './report';

const STATEMENT_BYTES = 4096;
const ROUNDS = { warmUp: 200, warmUpMs: 3_000, measured: 101 };
/** Of the time that the statement runs. */
const MOST_SHARE = 0.1;

const clock = { nowNs: 1_700_000_000_000_000_000n };

/** Columns of all kinds until the statement is long enough; all of them are of the one table. */
function statement(): string {
  const pieces = [
    (index: number) => `avg(CASE WHEN temperature > ${index}.5 THEN temperature ELSE humidity * 2 END) AS mean_${index}`,
    (index: number) => `max(temperature + humidity / ${index + 1}) AS most_${index}`,
    (index: number) => `count_if(device LIKE 'device-${index}%' AND time > ago(${index + 1}h)) AS recent_${index}`,
    (index: number) => `min_by(humidity, time) AS first_${index}`,
  ];
  const columns: string[] = [];
  const text = () => `SELECT bin(time, 5m) AS minute, device, ${columns.join(', ')} FROM "d"."t" ` +
    "WHERE time BETWEEN ago(2h) AND ago(1h) AND device IN ('a', 'b', 'c') GROUP BY bin(time, 5m), device ORDER BY minute, device";
  for (let index = 0; text().length < STATEMENT_BYTES - 80; index += 1) columns.push(pieces[index % pieces.length]?.(index) ?? '');
  return text();
}

/** A table has columns once something was written; what was lies outside of the statement's time range. */
async function storeWithTable(): Promise<Store> {
  const store = await openStore(':memory:', (line) => void process.stderr.write(`${line}\n`));
  const created = { tags: [], createdMs: 0, updatedMs: 0 };
  await store.definitions.createDatabase({ name: 'd', kmsKeyId: 'local', ...created });
  await store.definitions.createTable({
    databaseName: 'd', tableName: 't', retention: { memoryHours: 6, magneticDays: 73_000 }, memoryStoreFromNs: '0',
    magneticStoreWrites: { enabled: true }, partitionKey: { type: 'MEASURE' }, ...created,
  });
  const table = store.databases.table('d', 't');
  if (table === undefined) throw new Error('the table was just made');
  await store.write(table, decodeRecords([{
    Dimensions: [{ Name: 'device', Value: 'a' }], MeasureName: 'reading', MeasureValueType: 'MULTI', Time: '0',
    MeasureValues: [{ Name: 'temperature', Value: '1', Type: 'DOUBLE' }, { Name: 'humidity', Value: '1', Type: 'DOUBLE' }],
  }]));
  await store.flush();
  return store;
}

function parsed(text: string): Query {
  const tree = parseStatement(text);
  if (tree.kind !== 'query') throw new Error('the statement is a query');
  return tree.query;
}

async function main(): Promise<void> {
  const store = await storeWithTable();
  try {
    const text = statement();
    const query = compileQuery(parsed(text), text, store.catalog, clock);
    const { signal } = new AbortController();
    const [parse, front, all, execution] = await interleaved([
      { name: 'parse', run: () => Promise.resolve(parsed(text)) },
      { name: 'parse and check', run: () => Promise.resolve(prepareQuery(parsed(text), text, store.catalog)) },
      { name: 'parse, check and print', run: () => Promise.resolve(compileQuery(parsed(text), text, store.catalog, clock)) },
      { name: 'execution', run: async () => (await runQuery(query, clock, store, signal)).rows.close() },
    ], ROUNDS);
    if (parse === undefined || front === undefined || all === undefined || execution === undefined) throw new Error('four candidates have four timings');
    finish({
      name: 'parse',
      title: 'Parsing and checking a long statement',
      setting: [
        `Statement: ${Buffer.byteLength(text)} bytes, ${query.columns.length} columns; the table has no row in its time range`,
        `Milliseconds: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
      ],
      columns: ['part', 'milliseconds'],
      rows: Object.entries({ parse, 'parse and check': front, 'parse, check and print': all, execution })
        .map(([part, { medianMs, lowMs, highMs }]) => [part, `${shortNumber(medianMs)} (${shortNumber(lowMs)} to ${shortNumber(highMs)})`]),
      checks: [atMost('parse and check against execution', front.medianMs / execution.medianMs, MOST_SHARE)],
    });
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
