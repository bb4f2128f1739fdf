import middy from '@middy/core';
import { kpiMiddleware, type MeasuredContext } from '../../../shared/kpis/middleware';
import { lambdaContext } from '../../functions/lambda-context';
import { frozenMs, kpiTableInMemory, type KpiTableInMemory } from './kpi-records';

const measuresOf = (table: KpiTableInMemory) =>
  [...table.records.values()].map(({ measures }) => Object.fromEntries(measures.map(({ name, value }) => [name, value])));

function measured(table: KpiTableInMemory, handle: (event: unknown, context: MeasuredContext) => Promise<unknown>) {
  return middy<unknown, unknown, Error, MeasuredContext>(handle).use(
    kpiMiddleware({ functionName: 'third-party', stage: 'test', sink: table, now: () => frozenMs }),
  );
}

// The handler's context has no kpis yet: the middleware puts them there.
const context = () => lambdaContext() as MeasuredContext;

test('a handler counts through its context, and each invocation leaves one record', async () => {
  const table = kpiTableInMemory();
  const handler = measured(table, async (_event, { kpis }) => { kpis.add('written'); return 'result'; });
  expect(await handler({}, context())).toBe('result');
  await handler({}, context());
  expect(measuresOf(table)).toEqual([
    expect.objectContaining({ written: '1', cold_start: '1' }),
    expect.objectContaining({ written: '1', cold_start: '0' }),
  ]);
});

test('an error is recorded and thrown on', async () => {
  const table = kpiTableInMemory();
  const handler = measured(table, async () => { throw new RangeError('broken'); });
  await expect(handler({}, context())).rejects.toThrow('broken');
  expect(measuresOf(table)).toEqual([expect.objectContaining({ errors: '1', error_type: 'RangeError' })]);
});

test('an error of a later step does not make a second record', async () => {
  const table = kpiTableInMemory();
  const handler = middy<unknown, unknown, Error, MeasuredContext>(async () => 'result')
    .use({ after: () => { throw new RangeError('late'); } })
    .use(kpiMiddleware({ functionName: 'third-party', stage: 'test', sink: table, now: () => frozenMs }));
  await expect(handler({}, context())).rejects.toThrow('late');
  expect(table.records.size).toBe(1);
});
