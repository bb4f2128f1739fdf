import { percentilePlaces, skewness } from '../../../../../local/timestream/sql/javascript/statistics';

describe('skewness', () => {
  test('is that of the whole population', () => {
    expect(skewness([1, 2, 3, 4, 8])).toBe(0.8978957037987335);
  });

  test('is zero where the values lie alike on both sides, however far from zero', () => {
    expect(skewness([1, 2, 3])).toBe(0);
    expect(skewness([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(0);
  });

  test('does not exist for fewer than three values', () => {
    expect(skewness([])).toBeUndefined();
    expect(skewness([1, 2])).toBeUndefined();
  });

  test('is NaN where nothing varies or a value is no number', () => {
    expect(skewness([5, 5, 5])).toBeNaN();
    expect(skewness([1, NaN, 2])).toBeNaN();
    expect(skewness([1, Infinity, 2])).toBeNaN();
  });
});

describe('percentilePlaces', () => {
  test('gives the smallest place that the share of all does not exceed', () => {
    expect(percentilePlaces([1n, 1n, 1n, 1n], [0, 0.1, 0.25, 0.26, 0.4, 0.8, 1])).toEqual([1, 1, 1, 2, 2, 4, 4]);
  });

  test('counts a value as often as its weight says', () => {
    // 1 once, 2 twice, 3 three times: ranks 1, 2-3 and 4-6.
    expect(percentilePlaces([1n, 2n, 3n], [0.16, 0.17, 0.5, 0.51, 1])).toEqual([1, 2, 2, 3, 3]);
  });

  test('needs no more memory for great weights', () => {
    expect(percentilePlaces([10n ** 15n, 10n ** 15n], [0.5, 0.75])).toEqual([1, 2]);
  });

  test('answers each share of a list, in its order', () => {
    expect(percentilePlaces([1n, 1n], [1, 0, 1])).toEqual([2, 1, 2]);
    expect(percentilePlaces([1n], [])).toEqual([]);
  });
});
