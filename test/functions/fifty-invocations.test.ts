import type * as getHealth from '../../functions/get-health';
import { kpiBudgetMs } from '../../shared/kpis/write-kpi-record';
import { requestIdsThatCollide } from '../shared/kpis/kpi-records';
import { httpEvent } from './http-event';
import { lambdaContext } from './lambda-context';
import { startTimestreamUnderTest } from './timestream-under-test';

let timestream: Awaited<ReturnType<typeof startTimestreamUnderTest>>;
let handler: typeof getHealth.handler;

beforeAll(async () => {
  timestream = await startTimestreamUnderTest();
  ({ handler } = await import('../../functions/get-health'));
  // No time passes from here on, for the function and for the server.
  const frozen = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(frozen);
  // Fifty instances would each have their budget; here fifty writes take turns on one machine, so theirs is a minute.
  const realSetTimeout = setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((run, ms) => realSetTimeout(run, ms === kpiBudgetMs ? 60_000 : ms));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await timestream.close();
});

test('fifty invocations at once, at one frozen clock, are fifty KPI records', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => handler(httpEvent('get-health'), lambdaContext())));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 50 }, () => 200));
  expect(await timestream.countRows('Kpis')).toBe(50);
});

test('two invocations that share a nanosecond are two records all the same', async () => {
  const before = await timestream.countRows('Kpis');
  for (const requestId of requestIdsThatCollide()) await handler(httpEvent('get-health'), lambdaContext({ requestId }));
  expect(await timestream.countRows('Kpis')).toBe(before + 2);
});
