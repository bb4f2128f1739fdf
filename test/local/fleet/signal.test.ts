import fc from 'fast-check';
import { signalAt } from '../../../local/fleet/signal';

const noon = Date.UTC(2026, 10, 20, 12);
const times = fc.integer({ min: 0, max: 4_102_444_800_000 });
const limit = fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }), { nil: undefined });

describe('signalAt', () => {
  it('stays inside the declared limits, fault or not', () => {
    fc.assert(fc.property(limit, limit, times, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('DOUBLE', 'BIGINT'), (one, other, timeMs, drift, type) => {
      const [min, max] = one !== undefined && other !== undefined && one > other ? [other, one] : [one, other];
      const measure = { name: 'temperature', type, isCounter: false, places: [], unit: 'Cel', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
      const value = signalAt(measure, 'device', timeMs, drift);
      expect(Number.isFinite(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(min ?? -Infinity);
      expect(value).toBeLessThanOrEqual(max ?? Infinity);
      expect(type === 'DOUBLE' || Number.isInteger(value)).toBe(true);
    }));
  });

  it.each([
    ['Cel', 18, 28], ['%', 35, 65], ['hPa', 1000, 1025], ['V', 3.4, 4.1], [undefined, 0, 100],
  ])('is an everyday value for the unit %s', (unit, low, high) => {
    const measure = { name: 'x', type: 'DOUBLE', isCounter: false, places: [], ...(unit === undefined ? {} : { unit }) };
    for (let hour = 0; hour < 48; hour += 1) {
      const value = signalAt(measure, 'device', noon + hour * 3_600_000, 0);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });

  it('goes beyond 100 % where its limit says so', () => {
    expect(signalAt({ name: 'x', type: 'BIGINT', isCounter: false, places: [], unit: '%', min: 150 }, 'device', noon, 0)).toBeGreaterThanOrEqual(150);
  });

  it('overheats a drifting sensor well above 40 degrees', () => {
    expect(signalAt({ name: 'temperature', type: 'DOUBLE', isCounter: false, places: [], unit: 'Cel' }, 'device', noon, 1)).toBeGreaterThan(40);
  });

  it('lets a battery run down', () => {
    const battery = { name: 'battery_pct', type: 'BIGINT', isCounter: false, places: [] };
    const levels = Array.from({ length: 72 }, (_, hour) => signalAt(battery, 'device', noon + hour * 3_600_000, 0));
    const rises = levels.filter((level, hour) => level > (levels[hour - 1] ?? level));
    expect(rises).toHaveLength(1);
  });
});
