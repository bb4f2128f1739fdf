import { historyMessages } from '../../../local/fleet/history';
import { planFleet } from '../../../local/fleet/plan-fleet';
import { oneTable, sensorTables } from './sensor-tables';

const now = Date.UTC(2026, 10, 20, 12, 0, 5);
const minuteMs = 60_000;

interface SensorReading { readonly ts: number; readonly temperature: number }

function readingsOf(tables: unknown, index: number): SensorReading[] {
  const device = planFleet(tables, 'seed')[index]!;
  return [...historyMessages(device, now)].flatMap(({ payload }) => JSON.parse(payload) as SensorReading[]);
}

describe('the history of a device', () => {
  it('is a reading a minute for one day, oldest first, up to now', () => {
    const readings = readingsOf(sensorTables, 0);
    expect(readings).toHaveLength(24 * 60);
    expect(readings[0]?.ts).toBe(now - 24 * 60 * minuteMs);
    expect(readings.at(-1)?.ts).toBe(now - minuteMs);
  });

  it('shows one device that overheats, falls silent, and comes back healthy', () => {
    const readings = readingsOf(sensorTables, 1);
    const gaps = readings.slice(1).map(({ ts }, index) => ts - readings[index]!.ts);
    expect(gaps.filter((gap) => gap > minuteMs)).toEqual([expect.any(Number)]);
    expect(Math.max(...gaps)).toBeGreaterThan(30 * minuteMs);
    const lastBefore = gaps.indexOf(Math.max(...gaps));
    expect(readings[lastBefore]?.temperature).toBeGreaterThan(40);
    expect(readings[lastBefore + 1]?.temperature).toBeLessThan(30);
  });

  it('leaves every other device healthy', () => {
    for (const index of [0, 2, 3, 4]) {
      expect(Math.max(...readingsOf(sensorTables, index).map(({ temperature }) => temperature))).toBeLessThan(30);
    }
  });

  it('comes in messages of a sensible size that say how many readings they hold', () => {
    const measures = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a_rather_long_measure_name_${index}`, 'DOUBLE']));
    const [device] = planFleet(oneTable({ time: { from: '$.ts' }, measures }), 'seed');
    const messages = [...historyMessages(device!, now)];
    expect(messages.reduce((sum, { readings }) => sum + readings, 0)).toBe(24 * 60);
    for (const { payload, readings } of messages) {
      expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(32 * 1024 + 1);
      expect(JSON.parse(payload)).toHaveLength(readings);
    }
  });

  it('is no longer than what the table accepts', () => {
    const tables = oneTable({ time: { from: '$.ts' }, retention: { memoryHours: 2, magneticDays: 1, lateArrivals: false } });
    expect(readingsOf(tables, 0)[0]?.ts).toBe(now - 110 * minuteMs);
  });

  it('does not exist for a device that does not tell the time', () => {
    expect(readingsOf(oneTable({ time: { from: 'topic(2)' } }), 0)).toEqual([]);
  });
});
