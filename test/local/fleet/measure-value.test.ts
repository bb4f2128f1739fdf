/** What a device sends: the value before its scale, one of the texts of an enum, a counter that rises. */
import fc from 'fast-check';
import { measureValue } from '../../../local/fleet/measure-value';
import type { DeclaredMeasure } from '../../../local/fleet/declared-tables';

const noon = Date.UTC(2026, 10, 20, 12);
const measure = (parts: Partial<DeclaredMeasure>): DeclaredMeasure => ({ name: 'm', type: 'DOUBLE', places: [], isCounter: false, ...parts });

describe('a simulated value', () => {
  it('is what the scale makes a value inside the limits of', () => {
    const numbers = fc.record({
      type: fc.constantFrom('DOUBLE', 'BIGINT'),
      scale: fc.constantFrom(0.001, 0.1, 0.5, 2, 10, 1000, -1, -0.25),
      min: fc.integer({ min: -10_000, max: 10_000 }),
      span: fc.integer({ min: 1000, max: 100_000 }),
      isCounter: fc.boolean(),
      timeMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    });
    fc.assert(fc.property(numbers, ({ type, scale, min, span, isCounter, timeMs }) => {
      const product = Number(measureValue(measure({ type, scale, min, max: min + span, isCounter }), 'device', timeMs, 0)) * scale;
      expect(product).toBeGreaterThanOrEqual(min);
      expect(product).toBeLessThanOrEqual(min + span);
      expect(type === 'DOUBLE' || Number.isInteger(product)).toBe(true);
    }));
  });

  it('of a BIGINT is a whole number before its scale too, as meters count pulses', () => {
    expect(Number.isInteger(measureValue(measure({ type: 'BIGINT', scale: 10 }), 'device', noon, 0))).toBe(true);
  });

  it('is one of the texts that an enum lists, the last one in a fault', () => {
    const state = measure({ type: 'VARCHAR', texts: ['parked', 'driving', 'broken'] });
    const seen = new Set(Array.from({ length: 100 }, (_, hour) => measureValue(state, 'device', noon + hour * 3_600_000, 0)));
    expect(seen).toEqual(new Set(['parked', 'driving']));
    expect(measureValue(state, 'device', noon, 1)).toBe('broken');
    expect(measureValue(measure({ type: 'VARCHAR', texts: ['only'] }), 'device', noon, 0)).toBe('only');
  });

  it('of a counter rises though its device fails', () => {
    const energy = measure({ isCounter: true });
    expect(Number(measureValue(energy, 'device', noon + 60_000, 1))).toBeGreaterThan(Number(measureValue(energy, 'device', noon, 0)));
  });
});
