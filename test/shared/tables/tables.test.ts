/** The definitions of this service, as the functions see them. */
import { service } from '../../../shared/tables/tables';

test('are those of tables.json', () => {
  expect(service.service).toBe('tidegauge');
  expect(service.tables.map(({ name }) => name)).toEqual(['SensorReadings', 'Kpis']);
});
