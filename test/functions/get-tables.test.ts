import type * as getTables from '../../functions/get-tables';
import type * as getHealth from '../../functions/get-health';
import { setFunctionEnvironment } from './function-environment';
import { httpEvent, type EventChanges } from './http-event';
import { lambdaContext } from './lambda-context';

let tables: typeof getTables.handler;
let health: typeof getHealth.handler;

beforeAll(async () => {
  // Nothing listens there: neither function needs Timestream, and KPIs that fail change nothing.
  setFunctionEnvironment({ endpoint: 'http://127.0.0.1:9' });
  ({ handler: tables } = await import('../../functions/get-tables'));
  ({ handler: health } = await import('../../functions/get-health'));
});

async function ask(changes: EventChanges = {}) {
  const answer = await tables(httpEvent('get-tables', changes), lambdaContext());
  // A body or a problem: what these tests look into.
  return { status: answer.statusCode, body: JSON.parse(answer.body) as { tables?: { name: string }[]; name?: string; errors?: { message: string }[] } };
}

test('all tables of tables.json are listed', async () => {
  const { status, body } = await ask();
  expect(status).toBe(200);
  expect(body.tables?.map(({ name }) => name)).toEqual(['SensorReadings', 'Kpis']);
});

test('one table is described by its name', async () => {
  const { body } = await ask({ table: 'SensorReadings' });
  expect(body).toMatchObject({
    name: 'SensorReadings',
    dimensions: [{ name: 'device_id', required: true }, { name: 'location', required: false }, { name: 'region', required: false }],
    measures: expect.arrayContaining([expect.objectContaining({ name: 'temperature', type: 'DOUBLE', unit: 'Cel' })]),
    retention: { memoryHours: 24, magneticDays: 365 },
  });
});

test.each(['sensorreadings', "SensorReadings'", 'SensorReadings;', 'SensorReadings--', 'SensorReadings\0', ''])('the table %j is unknown', async (table) => {
  const { status, body } = await ask({ table });
  expect([status, body.errors]).toEqual([400, [{ parameter: 'table', message: expect.stringContaining(`unknown table '${table}'`) }]]);
});

test('a parameter is refused: there are none', async () => {
  const errors = [{ parameter: 'limit', message: "unknown parameter 'limit' (no parameters are taken here)" }];
  expect(await ask({ query: 'limit=1' })).toMatchObject({ status: 400, body: { errors } });
});

test('the service is up, for callers only', async () => {
  const answer = await health(httpEvent('get-health'), lambdaContext());
  expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, { status: 'ok', stage: 'test' }]);
  expect((await health(httpEvent('get-health', { claims: undefined }), lambdaContext())).statusCode).toBe(401);
});
