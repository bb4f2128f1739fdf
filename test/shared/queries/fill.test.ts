import fc from 'fast-check';
import { filledPoints, readFill, type Fill } from '../../../shared/queries/fill';
import type { JsonValue } from '../../../shared/queries/json-value';

const starts = [0, 10, 20, 30, 40, 50];
const values = new Map<number, JsonValue>([[10, 1], [20, null], [40, 4]]);
const filled = (fill: Fill, of: ReadonlyMap<number, JsonValue> = values) => filledPoints(of, starts, fill).map(([, value]) => value);

test.each(['none', 'null', 'linear', 'locf'] as const)('%s is a fill', (kind) => {
  expect(readFill(kind, () => undefined)).toEqual({ kind });
});

test.each([['0', 0], ['-1.5', -1.5], ['1e3', 1000]])('the number %s is a fill', (text, value) => {
  expect(readFill(text, () => undefined)).toEqual({ kind: 'number', value });
});

test.each(['', 'previous', 'NaN', 'Infinity', '1e999', '0x10', ' 1', "0'", '0;', '0--', '0\0'])('%j is no fill', (text) => {
  const refuse = jest.fn(() => undefined);
  expect(readFill(text, refuse)).toBeUndefined();
  expect(refuse).toHaveBeenCalledWith(expect.stringContaining('is not none, null, linear, locf or a number'));
});

test('none leaves bins without a value out', () => {
  expect(filledPoints(values, starts, { kind: 'none' })).toEqual([[10, 1], [40, 4]]);
});

test.each<[Fill, JsonValue[]]>([
  [{ kind: 'null' }, [null, 1, null, null, 4, null]],
  [{ kind: 'number', value: 0 }, [0, 1, 0, 0, 4, 0]],
  [{ kind: 'locf' }, [null, 1, 1, 1, 4, 4]],
  [{ kind: 'linear' }, [null, 1, 2, 3, 4, null]],
])('%j', (fill, expected) => {
  expect(filled(fill)).toEqual(expected);
});

test('a false or empty value is a value', () => {
  expect(filled({ kind: 'locf' }, new Map<number, JsonValue>([[0, false], [20, '']]))).toEqual([false, false, '', '', '', '']);
});

test('no values, no lines', () => {
  expect(filled({ kind: 'linear' }, new Map())).toEqual([null, null, null, null, null, null]);
});

test('filling moves no value, and linear stays between its neighbours', () => {
  const some = fc.array(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(some, (series) => {
    const bins = series.map((_, index) => index * 1000);
    const points = filledPoints(new Map(series.map((value, index) => [index * 1000, value])), bins, { kind: 'linear' });
    const known = series.filter((value) => value !== null);
    for (const [index, value] of series.entries()) {
      const got = points[index]?.[1];
      if (value !== null) expect(got).toBe(value);
      else if (got !== null) {
        expect(Number(got)).toBeGreaterThanOrEqual(Math.min(...known) - 1e-6);
        expect(Number(got)).toBeLessThanOrEqual(Math.max(...known) + 1e-6);
      }
    }
  }));
});
