import { ProblemError } from '../../../shared/errors';
import { RequestParameters, wholeNumber } from '../../../shared/queries/request-parameters';
import { given } from './greenhouse';

const errorsOf = (parameters: RequestParameters) => parameters.refusal().errors;

test('an unknown parameter is named, with the one that was probably meant', () => {
  expect(errorsOf(new RequestParameters(given({ selct: 'x' }), ['select', 'by']))).toEqual([
    { parameter: 'selct', message: "unknown parameter 'selct' (did you mean select?)" },
  ]);
});

test('where there are no parameters, the refusal says so', () => {
  expect(errorsOf(new RequestParameters(given({ x: '1' }), []))).toEqual([{ parameter: 'x', message: "unknown parameter 'x' (no parameters are taken here)" }]);
});

test('what comes later is refused as not yet', () => {
  expect(errorsOf(new RequestParameters(given({ tz: 'Europe/Berlin' }), ['select'], ['tz']))).toEqual([{ parameter: 'tz', message: 'not yet' }]);
});

test('a parameter that may be given once is not taken twice', () => {
  const parameters = new RequestParameters(given({ bin: ['1h', '1d'] }), ['bin']);
  expect(parameters.one('bin', (text) => text)).toBeUndefined();
  expect(errorsOf(parameters)).toEqual([{ parameter: 'bin', message: 'may be given only once' }]);
});

test('all problems are thrown together', () => {
  const parameters = new RequestParameters(given({ a: 'x', b: 'y', c: 'z' }), ['a', 'b']);
  parameters.one('a', wholeNumber(1, 9));
  parameters.one('b', wholeNumber(1, 9));
  expect(() => parameters.throwIfRefused()).toThrow(ProblemError);
  expect(errorsOf(parameters).map(({ parameter }) => parameter)).toEqual(['c', 'a', 'b']);
});

test.each(['0', '10', '-1', '1.5', '1e0', '', ' 1', '१', '99999999999'])('%j is not a whole number from 1 to 9', (text) => {
  const parameters = new RequestParameters(given({ limit: text }), ['limit']);
  expect(parameters.one('limit', wholeNumber(1, 9))).toBeUndefined();
  expect(errorsOf(parameters)).toHaveLength(1);
});
