import fc from 'fast-check';
import { columnsOf } from '../../../shared/queries/columns';
import { readExpressions, type ExpressionRules } from '../../../shared/queries/expression';
import { anyCharacter } from '../../any-character';
import { greenhouse } from './greenhouse';

const columns = columnsOf(greenhouse.tables[0]!);

function read(text: string, rules: Partial<ExpressionRules> = {}) {
  const messages: string[] = [];
  const expressions = readExpressions(text, { columns, ...rules }, (message) => { messages.push(message); return undefined; });
  return { texts: expressions?.map((expression) => expression.text), messages };
}

test.each([
  ['avg(temperature)', ['avg(temperature)']],
  [' avg ( temperature ) ,last(state)', ['avg(temperature)', 'last(state)']],
  ['p95(pulses),count_distinct(bed),max(watered_at)', ['p95(pulses)', 'count_distinct(bed)', 'max(watered_at)']],
])('%s', (text, texts) => {
  expect(read(text)).toEqual({ texts, messages: [] });
});

test('where the rules say so, a bare name is its last value', () => {
  expect(read('temperature', { bareMeansLast: true }).texts).toEqual(['last(temperature)']);
  expect(read('temperature').messages).toEqual(["expected '(' at the end"]);
});

test.each([
  ['', 'expected an aggregate such as count(...) at the end'],
  ['avg(temperature),', 'expected an aggregate such as count(...) at the end'],
  ['avg temperature', "expected '(' at character 5, not 'temperature'"],
  ['avg(', 'expected a measure or dimension at the end'],
  ['avg(*)', "expected a measure or dimension at character 5, not '*'"],
  ['avg(temperature', "expected ')' at the end"],
  ['avg(temperature) max(temperature)', "expected ',' or the end at character 18, not 'max'"],
  ['avg(temperature); DROP TABLE x', "expected ',' or the end at character 17, not ';'"],
  ["avg('temperature')", `expected a measure or dimension at character 5, not '''`],
  ['avg(temperature)\0', "expected ',' or the end at character 17, not '\0'"],
  ['avg(temperature) -- comment', "expected ',' or the end at character 18, not '-'"],
  ['avg(temprature)', "unknown measure or dimension 'temprature' (did you mean temperature?)"],
  ['mean(temperature)', "unknown aggregate 'mean' (known: avg, min, max, sum, count, count_distinct, first, last, stddev, p50, p90, p95, p99)"],
  ['constructor(temperature)', "unknown aggregate 'constructor' (known: avg, min, max, sum, count, count_distinct, first, last, stddev, p50, p90, p95, p99)"],
  ['avg(state)', 'avg cannot take state, a VARCHAR (possible: count, count_distinct, first, last)'],
  ['max(window_open)', 'max cannot take window_open, a BOOLEAN (possible: count, count_distinct, first, last)'],
  ['sum(watered_at)', 'sum cannot take watered_at, a TIMESTAMP (possible: min, max, count, count_distinct, first, last)'],
  ['increase(pulses)', 'increase: not yet'],
  ['sum(pulses)/sum(temperature)', 'the ratio of two sums: not yet'],
])('%j is refused: %s', (text, message) => {
  expect(read(text)).toEqual({ texts: undefined, messages: [message] });
});

test('several mistakes of one list are named together', () => {
  expect(read('avg(state),max(nothing)').messages).toHaveLength(2);
});

test('any text is read or refused with a message, and what is read is only what the table has', () => {
  const piece = fc.oneof(fc.constantFrom('avg', 'last', 'temperature', 'state', '(', ')', ',', '/', ' ', "'", ';', '\0'), fc.string({ unit: anyCharacter }));
  fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join('')), (text) => {
    const { texts, messages } = read(text);
    expect(texts === undefined).toBe(messages.length > 0);
    for (const expression of texts ?? []) expect(expression).toMatch(/^[a-z0-9_]+\((bed|house|temperature|pulses|state|window_open|watered_at)\)$/);
  }));
});
