import { tableBody, tablesBody } from '../../../shared/queries/tables';
import { given, greenhouse } from './greenhouse';

test('every table is described, with what its columns can be asked for', () => {
  const { tables } = tablesBody(greenhouse, given({}));
  expect(tables.map(({ name }) => name)).toEqual(['Beds', 'Doors']);
  expect(tables[1]).toEqual({
    name: 'Doors',
    dimensions: [{ name: 'house', required: false, aggregates: ['count', 'count_distinct', 'first', 'last'] }],
    measures: [{ name: 'opened', type: 'BOOLEAN', aggregates: ['count', 'count_distinct', 'first', 'last'] }],
    retention: { memoryHours: 24, magneticDays: 365, lateArrivals: true },
  });
});

test('one table by its name; units stand beside types', () => {
  expect(tableBody(greenhouse, 'Beds', given({})).measures[0]).toMatchObject({ name: 'temperature', type: 'DOUBLE', unit: 'Cel' });
});

test('an unknown table is refused with the one that was probably meant', () => {
  expect(() => tableBody(greenhouse, 'beds', given({}))).toThrow(
    expect.objectContaining({ errors: [{ parameter: 'table', message: "unknown table 'beds' (did you mean Beds?)" }] }),
  );
});

test('parameters are refused: there are none', () => {
  expect(() => tablesBody(greenhouse, given({ limit: '1' }))).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});
