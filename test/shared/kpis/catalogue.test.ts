import { deadLetterReasons } from '../../../shared/errors';
import { countNames, deadLetterCount, kpiMeasureName, kpiMeasures, kpiTable } from '../../../shared/kpis/catalogue';
import { service } from '../../../shared/tables/tables';

const declared = service.tables.find(({ name }) => name === kpiTable);

test('tables.json declares every measure a KPI record can carry, with the same type', () => {
  const types = Object.fromEntries((declared?.measures ?? []).map(({ name, type }) => [name, type]));
  expect(types).toMatchObject(kpiMeasures);
});

test('tables.json gives the KPI table its measure name and dimensions', () => {
  expect(declared?.measureName).toBe(kpiMeasureName);
  expect(declared?.dimensions.map(({ name }) => name)).toEqual(['function', 'stage']);
});

test('every reason of a dead letter has its own count', () => {
  expect(deadLetterCount('time-out-of-range')).toBe('dead_lettered_time_out_of_range');
  expect(countNames).toEqual(expect.arrayContaining(deadLetterReasons.map(deadLetterCount)));
});
