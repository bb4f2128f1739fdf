import { ProblemError } from '../../../shared/errors';
import { readSeriesQuestion } from '../../../shared/queries/series-question';
import { given, greenhouse, nowMs } from './greenhouse';

const read = (parameters: Parameters<typeof given>[0], table = 'Beds') => readSeriesQuestion(greenhouse, table, given(parameters), nowMs);

function problemsOf(parameters: Parameters<typeof given>[0], table?: string): Record<string, string> {
  try {
    read(parameters, table);
  } catch (error) {
    if (error instanceof ProblemError) return Object.fromEntries(error.errors.map(({ parameter, message }) => [parameter, message]));
    throw error;
  }
  return {};
}

test('the last hour in automatic bins is what a question asks that names no range', () => {
  expect(read({ select: 'avg(temperature)' })).toMatchObject({
    bin: { text: '15s' },
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
    by: [],
    where: [],
    fill: { kind: 'none' },
    limit: 100,
  });
});

test('the range is snapped outwards to the bins, so that neighbouring questions are equal', () => {
  const question = read({ select: 'avg(temperature)', bin: '5m', from: '-1h' });
  expect([question.fromMs, question.toMs]).toEqual([Date.UTC(2026, 10, 22, 9, 5), Date.UTC(2026, 10, 22, 10, 10)]);
  const monthly = read({ select: 'avg(temperature)', bin: '1mo', from: '-30d' });
  expect([monthly.fromMs, monthly.toMs]).toEqual([Date.UTC(2026, 9), Date.UTC(2026, 11)]);
});

test('the longest range is answered in any bins of up to a month', () => {
  for (const bin of ['1h', '1d', '31d', '1mo']) expect(problemsOf({ select: 'avg(temperature)', from: '-400d', bin })).toEqual({});
  expect(problemsOf({ select: 'avg(temperature)', from: '-400d' })).toEqual({});
});

test('without from, a range at the beginning of time begins there', () => {
  expect(read({ select: 'avg(temperature)', to: '1000', bin: '1h' })).toMatchObject({ fromMs: 0, toMs: 3_600_000 });
});

test('select may be given as a list or repeatedly, and what is said twice counts once', () => {
  const { select } = read({ select: ['avg(temperature),max(temperature)', 'avg( temperature )'] });
  expect(select.map(({ text }) => text)).toEqual(['avg(temperature)', 'max(temperature)']);
});

test('without a limit there are as many groups as the point budget allows', () => {
  expect(read({ select: 'avg(temperature)', bin: '1s', from: '-2h' }).limit).toBe(13);
});

test.each([
  ['select', {}, 'is required, such as count(bed)'],
  ['select', { select: Array.from({ length: 11 }, (_, n) => ['avg', 'min', 'max', 'sum', 'p50', 'p90', 'p95', 'p99', 'count', 'first', 'last'][n] + '(pulses)').join() }, '11 expressions are more than 10'],
  ['by', { by: 'hose' }, "unknown dimension 'hose' (did you mean house?)"],
  ['by', { by: 'temperature' }, "unknown dimension 'temperature' (known: bed, house)"],
  ['by', { by: '' }, "unknown dimension '' (known: bed, house)"],
  ['bin', { bin: '1s', from: '-1d' }, '1s makes 86400 points of this range, more than 10000'],
  ['bin', { bin: '1m', maxPoints: '10' }, '1m makes 61 points of this range, more than 10'],
  ['bin', { bin: '366d', from: '-400d' }, '366d widens the range to 732 days, more than 462'],
  ['to', { to: '0', bin: '1h' }, '1970-01-01T00:00:00.000Z is not before to, 1970-01-01T00:00:00.000Z'],
  ['maxPoints', { maxPoints: '1', from: '-40d' }, 'the widest automatic bin, 1mo, makes 2 points of this range, more than 1'],
  ['maxPoints', { maxPoints: '5', from: '-400d' }, 'the widest automatic bin, 1mo, makes 14 points of this range, more than 5'],
  ['bin', { bin: '5', maxPoints: '1', from: '-40d' }, "'5' is not a bin such as 30s, 5m, 1h, 1d (at most 366d) or 1mo"],
  ['maxPoints', { maxPoints: '10001' }, "'10001' is not a whole number from 1 to 10000"],
  ['limit', { limit: '14', bin: '1s', from: '-2h' }, '14 times 7200 points is more than 100000: ask for at most 13, or wider bins'],
  ['limit', { limit: '1001' }, "'1001' is not a whole number from 1 to 1000"],
  ['fill', { select: 'last(state)', fill: '0' }, 'numbers cannot fill last(state), a VARCHAR'],
  ['fill', { select: 'max(watered_at)', fill: 'linear' }, 'numbers cannot fill max(watered_at), a TIMESTAMP'],
  ['tz', { tz: 'Europe/Berlin' }, 'not yet'],
  ['cursor', { cursor: 'x' }, 'not yet'],
])('%s is refused in %j', (parameter, parameters, message) => {
  const select = Object.hasOwn(parameters, 'select') || parameter === 'select' ? {} : { select: 'avg(temperature)' };
  expect(problemsOf({ ...select, ...parameters })).toEqual({ [parameter]: message });
});

test('everything that is wrong is named at once, of an unknown table too', () => {
  const wrong = { select: 'avg(nothing)', bin: '0m', from: 'x', to: 'y', by: 'nobody', where: 'nobody:a', fill: 'x', limit: '0', maxPoints: '0', tz: 'x', other: '1' };
  expect(Object.keys(problemsOf(wrong)).sort()).toEqual(Object.keys(wrong).sort());
  const tableless = Object.keys(problemsOf(wrong, 'Bed')).sort();
  expect(tableless).toEqual(['bin', 'fill', 'from', 'limit', 'maxPoints', 'other', 'table', 'to', 'tz']);
});

test.each(["'", ';', '--', '/**/', '\0', '"'])('%j is refused or is data in every parameter', (poison) => {
  for (const parameter of ['select', 'bin', 'from', 'to', 'by', 'fill', 'limit', 'maxPoints', `other${poison}`]) {
    const problems = problemsOf({ select: 'avg(temperature)', [parameter]: `${poison}1` });
    expect(Object.keys(problems)).toEqual([parameter]);
  }
  expect(Object.keys(problemsOf({ select: 'avg(temperature)' }, `Beds${poison}`))).toEqual(['table']);
  expect(Object.keys(problemsOf({ select: 'avg(temperature)', where: `bed${poison}:a` }))).toEqual(['where']);
});
