import fc from 'fast-check';
import { seriesBody, seriesStatement } from '../../../shared/queries/series';
import { readSeriesQuestion } from '../../../shared/queries/series-question';
import type { Row } from '../../../shared/timestream/rows';
import { isQuotable } from '../../../shared/timestream/sql';
import { anyCharacter } from '../../any-character';
import { given, greenhouse, nowMs } from './greenhouse';

const question = (parameters: Parameters<typeof given>[0]) => readSeriesQuestion(greenhouse, 'Beds', given(parameters), nowMs);
const cost = { bytesScanned: 40, bytesMetered: 10_000_000, durationMs: 12 };
const at = (minute: number): bigint => BigInt(Date.UTC(2026, 10, 22, 10, minute)) * 1_000_000n;
const ms = (minute: number): number => Date.UTC(2026, 10, 22, 10, minute);

const twoBins = { bin: '5m', from: '2026-11-22T10:00:00Z', to: '2026-11-22T10:10:00Z' };

test('a question is one statement, group by group and bin by bin', () => {
  const asked = question({ ...twoBins, select: 'avg(temperature),p95(pulses),last(state),count_distinct(house)', by: 'bed', where: ['house:a,b', 'bed!:x'] });
  expect(seriesStatement(asked, 'Greenhouse')?.text).toBe(
    'SELECT "bed" AS "d0", bin(time, 300s) AS "bin", avg("temperature") AS "v0", approx_percentile("pulses", 0.95) AS "v1", ' +
      'max_by("state", CASE WHEN "state" IS NOT NULL THEN time END) AS "v2", count(distinct "house") AS "v3" ' +
      'FROM "Greenhouse"."Beds" ' +
      "WHERE time >= timestamp '2026-11-22 10:00:00.000000000' AND time < timestamp '2026-11-22 10:10:00.000000000' " +
      `AND measure_name = 'bed_metrics' AND "house" IN ('a', 'b') AND ("bed" NOT IN ('x') OR "bed" IS NULL) ` +
      'GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 201',
  );
});

test('readings of every source of the table are asked for, whatever measure names their sources have', () => {
  const [beds] = greenhouse.tables;
  const sources = ['bed_metrics', 'soil_metrics'].map((measureName) => ({ topic: `${measureName}/+`, via: 'direct' as const, measureName, when: [] }));
  const mixed = { ...greenhouse, tables: [{ ...beds!, sources }] };
  const asked = readSeriesQuestion(mixed, 'Beds', given({ ...twoBins, select: 'max(temperature)' }), nowMs);
  expect(seriesStatement(asked, 'Greenhouse')?.text).toContain("AND measure_name IN ('bed_metrics', 'soil_metrics') GROUP BY");
});

test('without groups the bin is the only key', () => {
  expect(seriesStatement(question({ ...twoBins, select: 'max(temperature)', limit: '1' }), 'Greenhouse')?.text).toMatch(/^SELECT bin\(time, 300s\) AS "bin", .* GROUP BY 1 ORDER BY 1 LIMIT 3$/);
});

/** Splits a statement as SQL does: the texts of its literals, and what is left around them. */
function split(statement: string): { literals: string[]; around: string } {
  const literal = /'((?:[^']|'')*)'/g;
  return {
    literals: [...statement.matchAll(literal)].map((match) => (match[1] ?? '').replaceAll("''", "'")),
    around: statement.replaceAll(literal, '?'),
  };
}

test('whatever the values of a condition are, they are literals of the statement and change nothing else of it', () => {
  const anyValue = fc.oneof(fc.string({ unit: anyCharacter, minLength: 1 }), fc.constantFrom("'", "''", "\\'", "' OR 1=1 --", ';', '/*', '*/', '"', '\n'));
  const values = fc.array(anyValue.filter(isQuotable), { minLength: 3, maxLength: 3 });
  const statementFor = (where: string) => seriesStatement(question({ ...twoBins, select: 'max(temperature)', where }), 'Greenhouse')?.text ?? '';
  const { around } = split(statementFor('bed:a,b,c'));
  fc.assert(fc.property(values, (texts) => {
    const statement = split(statementFor(`bed:${texts.map(encodeURIComponent).join(',')}`));
    expect(statement.around).toBe(around);
    expect(statement.literals.slice(-3)).toEqual(texts);
  }));
});

test('columns that are not there yet are left out', () => {
  const asked = question({ ...twoBins, select: 'avg(temperature),max(pulses)', by: 'bed,house' });
  const statement = seriesStatement(asked, 'Greenhouse', new Set(['temperature', 'house']))?.text;
  expect(statement).toMatch(/^SELECT "bed" AS "d0", bin\(time, 300s\) AS "bin", max\("pulses"\) AS "v1" FROM/);
});

test.each([
  [{ select: 'avg(temperature)' }, 'temperature'],
  [{ select: 'max(pulses)', where: 'house:a' }, 'house'],
  [{ select: 'max(pulses)', where: 'house^:a' }, 'house'],
])('%j has no answer without %s', (parameters, absent) => {
  expect(seriesStatement(question({ ...twoBins, ...parameters }), 'Greenhouse', new Set([absent]))).toBeUndefined();
});

test('no record has a dimension that is not there yet, so none has the excluded value', () => {
  const statement = seriesStatement(question({ ...twoBins, select: 'max(pulses)', where: 'house!:a' }), 'Greenhouse', new Set(['house']))?.text;
  expect(statement).toContain("AND measure_name = 'bed_metrics' GROUP BY");
});

test('each group has a series for each expression, with its unit', () => {
  const rows: Row[] = [
    { d0: 'a', bin: at(0), v0: 21.5, v1: 9007199254740993n },
    { d0: 'a', bin: at(5), v0: null, v1: 2n },
    { d0: null, bin: at(5), v0: 20, v1: null },
  ];
  expect(seriesBody(question({ ...twoBins, select: 'avg(temperature),sum(pulses)', by: 'bed' }), rows, cost)).toEqual({
    table: 'Beds',
    from: '2026-11-22T10:00:00.000Z',
    to: '2026-11-22T10:10:00.000Z',
    bin: '5m',
    source: [{ table: 'Beds', from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T10:10:00.000Z' }],
    series: [
      { dimensions: { bed: 'a' }, select: 'avg(temperature)', unit: 'Cel', points: [[ms(0), 21.5]] },
      { dimensions: { bed: 'a' }, select: 'sum(pulses)', points: [[ms(0), '9007199254740993'], [ms(5), 2]] },
      { dimensions: { bed: null }, select: 'avg(temperature)', unit: 'Cel', points: [[ms(5), 20]] },
      { dimensions: { bed: null }, select: 'sum(pulses)', points: [] },
    ],
    truncated: false,
    query: cost,
  });
});

test('bins without a value are filled in every series', () => {
  const body = seriesBody(question({ ...twoBins, select: 'count(temperature)', by: 'bed', fill: '0' }), [{ d0: 'a', bin: at(5), v0: 3n }], cost);
  expect(body.series).toEqual([{ dimensions: { bed: 'a' }, select: 'count(temperature)', points: [[ms(0), 0], [ms(5), 3]] }]);
});

test('more groups than the limit are cut, and said to be', () => {
  const rows: Row[] = ['a', 'b', 'c'].map((bed) => ({ d0: bed, bin: at(0), v0: 1 }));
  const body = seriesBody(question({ ...twoBins, select: 'avg(temperature)', by: 'bed', limit: '2' }), rows, cost);
  expect(body.series.map(({ dimensions }) => dimensions.bed)).toEqual(['a', 'b']);
  expect(body.truncated).toBe(true);
});

test('no rows, no series', () => {
  expect(seriesBody(question({ ...twoBins, select: 'avg(temperature)', fill: '0' }), [], cost)).toMatchObject({ series: [], truncated: false });
});
