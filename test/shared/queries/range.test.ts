import { RequestParameters } from '../../../shared/queries/request-parameters';
import { readDuration, readRange } from '../../../shared/queries/range';
import { given, nowMs } from './greenhouse';

const hour = 3_600_000;

function read(from?: string, to?: string) {
  const parameters = new RequestParameters(given({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }), ['from', 'to']);
  return { range: readRange(parameters, nowMs), errors: parameters.refusal().errors };
}

test.each([
  [undefined, undefined, nowMs - hour, nowMs],
  ['-6h', undefined, nowMs - 6 * hour, nowMs],
  ['-2h', '-1h', nowMs - 2 * hour, nowMs - hour],
  ['2026-11-22T00:00:00Z', 'now', Date.UTC(2026, 10, 22), nowMs],
  ['2026-11-22T00:00:00+01:00', '2026-11-22T00:00:00.250Z', Date.UTC(2026, 10, 21, 23), Date.UTC(2026, 10, 22) + 250],
  ['1795305600000', '1795309200000', 1_795_305_600_000, 1_795_309_200_000],
  [undefined, '-1d', nowMs - 25 * hour, nowMs - 24 * hour],
  [undefined, '1000', 0, 1000],
])('from %s to %s', (from, to, fromMs, toMs) => {
  expect(read(from, to)).toEqual({ range: { fromMs, toMs }, errors: [] });
});

test.each(['', 'yesterday', '2026-11-22', '2026-11-22T10:00:00', '2026-02-30T00:00:00Z', '6h', '+6h', '-6 h', "now'", 'now;', 'now\0', '-- now', '1795305600.5'])('%j is no time', (text) => {
  const { errors } = read(text);
  expect(errors).toEqual([{ parameter: 'from', message: expect.stringContaining('is not a time such as') }]);
});

test('a plus that the URL made a space is explained', () => {
  expect(read('2026-11-22T00:00:00 01:00').errors[0]?.message).toMatch(/a \+ in a URL is written %2B$/);
});

test.each(['-60000d', '2261-01-01T00:00:00Z', '1969-12-31T23:59:59Z'])('%s is outside the time that Timestream knows', (from) => {
  expect(read(from).errors).toEqual([{ parameter: 'from', message: expect.stringContaining('is not a time from 1970 to 2260') }]);
});

test('both ends are named when both are wrong', () => {
  expect(read('x', 'y').errors.map(({ parameter }) => parameter)).toEqual(['from', 'to']);
});

test('from must be before to', () => {
  expect(read('now', 'now').errors).toEqual([{ parameter: 'from', message: '2026-11-22T10:07:30.000Z is not before to, 2026-11-22T10:07:30.000Z' }]);
});

test('to alone is named when it leaves no time before it', () => {
  expect(read(undefined, '0').errors).toEqual([{ parameter: 'to', message: '1970-01-01T00:00:00.000Z is not before to, 1970-01-01T00:00:00.000Z' }]);
});

test('a range beyond the budget is refused', () => {
  expect(read('-400d').errors).toEqual([]);
  expect(read('-401d').errors).toEqual([{ parameter: 'from', message: 'the range has 401 days, more than the 400 of one question' }]);
});

test.each(['', '0s', '15', '-15m', '1ns', '401d', '1mo'])('%j is no duration', (text) => {
  const refuse = jest.fn(() => undefined);
  expect(readDuration(text, refuse)).toBeUndefined();
  expect(refuse).toHaveBeenCalledTimes(1);
});
