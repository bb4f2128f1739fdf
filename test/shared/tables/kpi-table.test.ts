import { deadLetterReasons } from '../../../shared/errors';
import { countNames, deadLetterCount, kpiTable } from '../../../shared/tables/kpi-table';

test('every reason of a dead letter has its own count, and every count its measure', () => {
  expect(deadLetterCount('time-out-of-range')).toBe('dead_lettered_time_out_of_range');
  expect(countNames).toEqual(expect.arrayContaining(deadLetterReasons.map(deadLetterCount)));
  expect(Object.keys(kpiTable.measures)).toEqual(expect.arrayContaining([...countNames]));
});
