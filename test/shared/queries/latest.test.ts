import { ProblemError } from '../../../shared/errors';
import { latestBody, latestStatement } from '../../../shared/queries/latest';
import { readLatestQuestion } from '../../../shared/queries/latest-question';
import type { Row } from '../../../shared/timestream/rows';
import { given, greenhouse, nowMs } from './greenhouse';

const question = (parameters: Parameters<typeof given>[0] = {}, table = 'Beds') => readLatestQuestion(greenhouse, table, given(parameters), nowMs);
const statement = (parameters: Parameters<typeof given>[0] = {}, table = 'Beds', absent: string[] = []) =>
  latestStatement(question(parameters, table), 'Greenhouse', new Set(absent))?.text;
const cost = { bytesScanned: 40, bytesMetered: 10_000_000, durationMs: 12 };

function problemsOf(parameters: Parameters<typeof given>[0], table?: string): Record<string, string> {
  try {
    question(parameters, table);
  } catch (error) {
    if (error instanceof ProblemError) return Object.fromEntries(error.errors.map(({ parameter, message }) => [parameter, message]));
    throw error;
  }
  return {};
}

test('the newest of each series of the last hour, from one statement', () => {
  expect(statement({ select: 'temperature,last(state)', where: 'house:a', silentFor: '15m', order: '-time', limit: '10' })).toBe(
    'SELECT "bed" AS "d0", max(time) AS "t", max_by("temperature", CASE WHEN "temperature" IS NOT NULL THEN time END) AS "v0", ' +
      'max_by("state", CASE WHEN "state" IS NOT NULL THEN time END) AS "v1" FROM "Greenhouse"."Beds" ' +
      `WHERE time >= timestamp '2026-11-22 09:07:30.000000000' AND measure_name = 'bed_metrics' AND "house" IN ('a') ` +
      `GROUP BY 1 HAVING max(time) < timestamp '2026-11-22 09:52:30.000000000' ORDER BY "t" DESC NULLS LAST, "d0" ASC NULLS LAST LIMIT 11`,
  );
});

test('left out, select means every measure and by the partition key', () => {
  expect(question().select.map(({ text }) => text)).toEqual(['last(temperature)', 'last(pulses)', 'last(state)', 'last(window_open)', 'last(watered_at)']);
  expect(question().by).toEqual(['bed']);
  expect(question({}, 'Doors').by).toEqual([]);
});

test('without groups there is one row', () => {
  expect(statement({}, 'Doors')).toMatch(/ AND measure_name = 'door' ORDER BY "t" LIMIT 101$/);
});

test('an order by a column that is not there yet is no order', () => {
  expect(statement({ select: 'temperature', order: 'temperature' })).toMatch(/ORDER BY "v0" ASC NULLS LAST, "d0" ASC NULLS LAST/);
  expect(statement({ select: 'temperature', order: 'temperature' }, 'Beds', ['temperature'])).toMatch(/^SELECT "bed" AS "d0", max\(time\) AS "t" FROM .* ORDER BY "d0" ASC/);
});

test.each([
  ['select', { select: 'avg(temperature)' }, 'avg(temperature): latest answers newest values only, last(temperature)'],
  ['order', { order: 'pules' }, "unknown measure or dimension 'pules' (did you mean pulses?)"],
  ['order', { order: 'house' }, "unknown order 'house' (known: time, bed, last(temperature), last(pulses), last(state), last(window_open), last(watered_at))"],
  ['silentFor', { silentFor: '1h' }, 'must be shorter than within (1h when left out): who was not heard of within it is not found'],
  ['within', { within: '401d' }, expect.stringContaining('is not a duration')],
  ['limit', { limit: '1001' }, "'1001' is not a whole number from 1 to 1000"],
  ['cursor', { cursor: 'x' }, 'not yet'],
  ['from', { from: '-1h' }, expect.stringContaining('unknown parameter')],
])('%s is refused in %j', (parameter, parameters, message) => {
  expect(problemsOf(parameters)).toEqual({ [parameter]: message });
});

test.each(["'", ';', '--', '/**/', '\0', '"'])('%j is refused or is data in every parameter', (poison) => {
  for (const parameter of ['select', 'by', 'within', 'silentFor', 'order', 'limit', `other${poison}`]) {
    expect(Object.keys(problemsOf({ [parameter]: `${poison}1` }))).toEqual([parameter]);
  }
  expect(Object.keys(problemsOf({}, `Beds${poison}`))).toEqual(['table']);
});

test('rows become values by measure', () => {
  const rows: Row[] = [{ d0: 'a', t: BigInt(nowMs) * 1_000_000n, v0: 21.5, v1: null, v2: 1_795_341_600_123_456_789n }];
  expect(latestBody(question({ select: 'temperature,state,watered_at' }), rows, cost)).toEqual({
    table: 'Beds',
    from: '2026-11-22T09:07:30.000Z',
    asOf: '2026-11-22T10:07:30.000Z',
    latest: [{ dimensions: { bed: 'a' }, time: '2026-11-22T10:07:30.000Z', values: { temperature: 21.5, state: null, watered_at: '2026-11-22T10:00:00.123456789Z' } }],
    truncated: false,
    query: cost,
  });
});

test('the one row of an empty range is no answer', () => {
  expect(latestBody(question({}, 'Doors'), [{ t: null, v0: null }], cost).latest).toEqual([]);
});

test('more groups than the limit are cut, and said to be', () => {
  const rows: Row[] = ['a', 'b', 'c'].map((bed) => ({ d0: bed, t: 1n }));
  expect(latestBody(question({ limit: '2' }), rows, cost)).toMatchObject({ latest: [{ dimensions: { bed: 'a' } }, { dimensions: { bed: 'b' } }], truncated: true });
});
