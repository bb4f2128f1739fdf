import { DimensionSets } from '../../../../local/timestream/batch-load/dimension-sets';

const sets = new DimensionSets(['a', 'b']);
const setOf = (...values: (string | undefined)[]) => sets.get((place) => values[place]);

describe('dimension sets', () => {
  it('are the same for the same values, without those that are missing', () => {
    expect(setOf('x', 'y')).toEqual({ dimensions: [{ name: 'a', value: 'x' }, { name: 'b', value: 'y' }], dimensionKey: '1:a1:x1:b1:y' });
    expect(setOf('x', 'y')).toBe(setOf('x', 'y'));
    expect(setOf(undefined, 'y').dimensions).toEqual([{ name: 'b', value: 'y' }]);
    expect(setOf('x', undefined).dimensions).toEqual([{ name: 'a', value: 'x' }]);
    expect(setOf(undefined, undefined).dimensions).toEqual([]);
  });

  it('stay right when there are more than are remembered', () => {
    for (let at = 0; at < 250_000; at += 1) {
      const { dimensions: [first] } = setOf(String(at % 120_000), 'y');
      if (first?.value !== String(at % 120_000)) throw new Error(`row ${at} has the dimension ${first?.value}`);
    }
  });
});
