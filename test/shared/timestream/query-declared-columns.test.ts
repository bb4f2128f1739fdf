import { queryDeclaredColumns } from '../../../shared/timestream/query-declared-columns';
import { Sql, sql } from '../../../shared/timestream/sql';
import { greenhouse } from '../queries/greenhouse';
import { startScriptedService, type Reply } from './scripted-service';

const [table] = greenhouse.tables;
if (table === undefined) throw new Error('the greenhouse has a table');

const absentColumn = (name: string): Reply => ({ error: 'ValidationException', status: 400, message: `line 1:8: Column '${name}' does not exist` });
const statement = (names: readonly string[]) => sql`SELECT ${Sql.join(names.map((name) => Sql.identifier(name)))}`;

let service: Awaited<ReturnType<typeof startScriptedService>> | undefined;
afterEach(async () => service?.close());

const varchars = (names: readonly string[]) => names.map((Name) => ({ Name, Type: { ScalarType: 'VARCHAR' } }));
const row = (values: readonly string[]) => ({ Data: values.map((ScalarValue) => ({ ScalarValue })) });

/** Asks for some columns of a service that has only those of `there`. */
async function ask(wanted: readonly string[], there: readonly string[]) {
  service = await startScriptedService(({ input }) => {
    const text = String(input.QueryString);
    if (text === 'DESCRIBE "Greenhouse"."Beds"') return { body: { QueryId: 'Q', ColumnInfo: varchars(['Column', 'Type']), Rows: there.map((name) => row([name, 'x'])) } };
    const named = [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
    const unknownOne = named.find((name) => !there.includes(name));
    if (unknownOne !== undefined) return absentColumn(unknownOne);
    return { body: { QueryId: 'Q', ColumnInfo: varchars(named), Rows: [row(named)] } };
  });
  const result = await queryDeclaredColumns(service.client, { database: 'Greenhouse', table: table! }, (absent) => {
    const names = wanted.filter((name) => !absent.has(name));
    return names.length === 0 ? undefined : statement(names);
  });
  return { result, asked: service.requests.map(({ input }) => input.QueryString) };
}

test('a table that has all columns is asked once', async () => {
  const { asked } = await ask(['temperature'], ['temperature', 'time', 'measure_name']);
  expect(asked).toEqual(['SELECT "temperature"']);
});

test('the statement is asked again without the declared columns that are not there yet', async () => {
  const { result, asked } = await ask(['temperature', 'state', 'window_open'], ['temperature', 'time', 'measure_name']);
  expect(result.rows).toEqual([{ temperature: 'temperature' }]);
  expect(asked).toEqual(['SELECT "temperature", "state", "window_open"', 'DESCRIBE "Greenhouse"."Beds"', 'SELECT "temperature"']);
});

test('with no column left the answer is empty', async () => {
  const { result } = await ask(['temperature', 'state'], ['time', 'measure_name']);
  expect(result).toEqual({ rows: [], bytesScanned: 0, bytesMetered: 0 });
});

test.each([[['measure_name']], [['time']], [[]]])('a table with only the columns %j has no records: the answer is empty', async (there) => {
  const { result } = await ask(['temperature'], there);
  expect(result.rows).toEqual([]);
});

test.each(['temperature', 'time'])('a column %s that arrives between the question and DESCRIBE is asked for again', async (column) => {
  let arrived = false;
  service = await startScriptedService(({ input }) => {
    if (String(input.QueryString).startsWith('DESCRIBE')) {
      arrived = true;
      return { body: { QueryId: 'Q', ColumnInfo: varchars(['Column']), Rows: ['temperature', 'time', 'measure_name'].map((name) => row([name])) } };
    }
    return arrived ? { body: { QueryId: 'Q', ColumnInfo: varchars(['temperature']), Rows: [row(['21'])] } } : absentColumn(column);
  });
  const result = await queryDeclaredColumns(service.client, { database: 'Greenhouse', table: table! }, (absent) => (absent.has('temperature') ? undefined : statement(['temperature'])));
  expect(result.rows).toEqual([{ temperature: '21' }]);
});

test('a column that tables.json does not declare stays an error', async () => {
  await expect(ask(['temperature', 'typo'], ['temperature', 'time', 'measure_name'])).rejects.toMatchObject({ column: 'typo' });
});
