/** The database of each stage. */
import { databaseName } from '../../../shared/tables/database-name';
import { service } from '../../../shared/tables/tables';

test.each([
  ['local', undefined, 'IoTMetrics'],
  ['prod', undefined, 'tidegauge-prod'],
  ['local', 'Fleet', 'IoTMetrics'],
  ['prod', 'Fleet', 'Fleet'],
])('the database of stage %s, pinned to %s, is %s', (stage, pinned, name) => {
  const database = pinned === undefined ? service.database : { ...service.database, pinned };
  expect(databaseName({ ...service, database }, stage)).toBe(name);
});
