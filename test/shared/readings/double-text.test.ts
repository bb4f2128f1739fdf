/** The fast way to write a double is the language's own, to the letter. */
import fc from 'fast-check';
import { doubleText } from '../../../shared/readings/double-text';

it.each([0, -0, 21, 21.5, -21.25, 0.001, 0.1, 99.999, 1e21, 1e-7, 0.0005, 5e-324, 1.7976931348623157e308, 2 ** 40, 2 ** 40 + 0.5, 2 ** 53])('writes %p as String does', (number) => {
  expect(doubleText(number)).toBe(String(number));
});

it('writes every double as String does', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => doubleText(number) === String(number)));
});

it('writes every number of few decimals as String does', () => {
  const fewDecimals = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.constantFrom(1, 10, 100, 1000, 10_000)).map(([digits, parts]) => digits / parts);
  fc.assert(fc.property(fewDecimals, (number) => doubleText(number) === String(number)), { numRuns: 10_000 });
});
