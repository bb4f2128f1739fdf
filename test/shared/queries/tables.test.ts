import { tableBody, tablesBody } from '../../../shared/queries/tables';
import type { TableDefinition } from '../../../shared/tables/definition';
import { given, greenhouse } from './greenhouse';

test('every table is described, with what its columns can be asked for', () => {
  const { tables } = tablesBody(greenhouse, given({}));
  expect(tables.map(({ name }) => name)).toEqual(['Beds', 'Doors']);
  expect(tables[1]).toEqual({
    name: 'Doors',
    kind: 'series',
    dimensions: [{ name: 'house', required: false, aggregates: ['count', 'count_distinct', 'first', 'last'] }],
    measures: [{ name: 'opened', type: 'BOOLEAN', aggregates: ['count', 'count_distinct', 'first', 'last'] }],
    retention: { memoryHours: 24, magneticDays: 365, lateArrivals: true },
  });
});

test('one table by its name; units stand beside types', () => {
  expect(tableBody(greenhouse, 'Beds', given({})).measures[0]).toMatchObject({ name: 'temperature', type: 'DOUBLE', unit: 'Cel' });
});

test('counters, enums, retired measures, hashed dimensions and event tables are shown as such', () => {
  const [beds] = greenhouse.tables;
  const [temperature, pulses, state] = beds!.measures;
  const table: TableDefinition = {
    ...beds!,
    kind: 'event',
    dimensions: [{ name: 'gardener', from: [], required: true, hash: 'hmac' }],
    measures: [{ ...temperature!, retired: true }, { ...pulses!, kind: 'counter' }, { ...state!, enum: ['dry', 'wet'] }],
  };
  const [body] = tablesBody({ ...greenhouse, tables: [table] }, given({})).tables;
  expect(body).toMatchObject({
    kind: 'event',
    dimensions: [{ name: 'gardener', hashed: true }],
    measures: [{ name: 'temperature', kind: 'gauge', retired: true }, { name: 'pulses', kind: 'counter' }, { name: 'state', enum: ['dry', 'wet'] }],
  });
  expect(body?.measures[2]).not.toHaveProperty('kind');
  expect(body?.measures[1]).not.toHaveProperty('retired');
});

test('an unknown table is refused with the one that was probably meant', () => {
  expect(() => tableBody(greenhouse, 'beds', given({}))).toThrow(
    expect.objectContaining({ errors: [{ parameter: 'table', message: "unknown table 'beds' (did you mean Beds?)" }] }),
  );
});

test('parameters are refused: there are none', () => {
  expect(() => tablesBody(greenhouse, given({ limit: '1' }))).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});
