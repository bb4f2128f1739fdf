import { InsightsRate } from '../../../../local/timestream/query/insights-rate';

test('insights come for one query a second; what was throttled does not count', () => {
  let now = 5000;
  const rate = new InsightsRate(() => now);
  rate.take();
  now += 999;
  expect(() => rate.take()).toThrow('Query insights are limited to one query per second.');
  now += 1;
  rate.take();
  expect(() => rate.take()).toThrow();
});
