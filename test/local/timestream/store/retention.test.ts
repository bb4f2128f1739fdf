import { dayOf, startOfDay, visibleFromNs, withNewRetention } from '../../../../local/timestream/store/retention';
import { tableDefinition } from '../table-definition';

const hour = 3_600_000_000_000n;
const nowNs = 100n * 24n * hour;
const retained = (memoryHours: number, magneticDays: number) => tableDefinition({ retention: { memoryHours, magneticDays } });

it.each([
  [1, 2, nowNs - 48n * hour],
  [72, 2, nowNs - 72n * hour],
  [1, 73_000, 0n],
])('%d hours in memory and %d days magnetic show rows as long as the longer of them', (memoryHours, magneticDays, from) => {
  expect(visibleFromNs(retained(memoryHours, magneticDays), nowNs)).toBe(from);
});

it('never brings back what has expired, however often the retention changes', () => {
  const first = retained(1, 2);
  const wider = withNewRetention(first, { ...first, retention: { memoryHours: 1, magneticDays: 50 } }, nowNs);
  expect(visibleFromNs(wider, nowNs)).toBe(nowNs - 48n * hour);
  const narrower = withNewRetention(wider, { ...wider, retention: { memoryHours: 1, magneticDays: 1 } }, nowNs + hour);
  expect(visibleFromNs(narrower, nowNs + hour)).toBe(nowNs - 23n * hour);
  const widest = withNewRetention(narrower, { ...narrower, retention: { memoryHours: 1, magneticDays: 500 } }, nowNs + 2n * hour);
  expect(visibleFromNs(widest, nowNs + 2n * hour)).toBe(nowNs - 22n * hour);
});

it('notes nothing when the retention stays as it is', () => {
  const first = retained(1, 2);
  expect(withNewRetention(first, { ...first, updatedMs: 5 }, nowNs)).not.toHaveProperty('expiredBeforeNs');
});

it('counts days from the epoch in UTC', () => {
  expect([0n, 24n * hour - 1n, 24n * hour].map(dayOf)).toEqual([0, 0, 1]);
  expect(startOfDay(2)).toBe(48n * hour);
});
