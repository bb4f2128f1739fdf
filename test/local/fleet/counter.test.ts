/** A simulated counter is one: it rises, stays inside its limits, and rarely begins again. */
import fc from 'fast-check';
import { counterAt } from '../../../local/fleet/counter';

const energy = { name: 'energy', type: 'DOUBLE', places: [], isCounter: true };
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

function resetsOf(measure: Parameters<typeof counterAt>[0], days: number, stepMs: number): number {
  const values = Array.from({ length: (days * dayMs) / stepMs }, (_, index) => counterAt(measure, 'device', 1_790_000_000_000 + index * stepMs));
  return values.filter((value, index) => value < (values[index - 1] ?? value)).length;
}

describe('a counter', () => {
  it('falls once in three weeks, when it begins again, and rises otherwise', () => {
    expect(resetsOf(energy, 21, 10 * minuteMs)).toBe(1);
    expect(resetsOf({ ...energy, type: 'BIGINT' }, 21, 10 * minuteMs)).toBe(1);
  });

  it('stays inside its limits', () => {
    const limits = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 1e6 })).map(([min, max]) => [Math.min(min, max), max] as const);
    fc.assert(fc.property(limits, fc.constantFrom('DOUBLE', 'BIGINT'), fc.integer({ min: 0, max: 4_102_444_800_000 }), ([min, max], type, timeMs) => {
      const value = counterAt({ ...energy, type, min, max }, 'device', timeMs);
      expect(value).toBeGreaterThanOrEqual(Math.max(0, min));
      expect(value).toBeLessThanOrEqual(max);
      expect(type === 'DOUBLE' || Number.isInteger(value)).toBe(true);
    }));
  });

  it('stays under the one limit that it has', () => {
    expect(counterAt({ ...energy, max: 5 }, 'device', 1_790_000_000_000)).toBeLessThanOrEqual(5);
  });

  it('is never below 0, whatever its limit says', () => {
    for (const limit of [{ max: 1 }, { min: -1e6 }]) expect(counterAt({ ...energy, ...limit }, 'device', 1_790_000_000_000)).toBeGreaterThanOrEqual(0);
  });
});
