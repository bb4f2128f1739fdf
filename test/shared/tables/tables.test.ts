/** The definitions of this service, as the functions see them. */
import { kpiMeasureName, kpiMeasures, kpiTable } from '../../../shared/kpis/catalogue';
import { databaseName, service } from '../../../shared/tables/tables';

describe('the KPI table of tables.json', () => {
  const kpis = service.tables.find(({ name }) => name === kpiTable);

  it('declares every measure that a KPI record can carry, with its type', () => {
    const declared = Object.fromEntries(kpis?.measures.map(({ name, type }) => [name, type]) ?? []);
    expect(declared).toMatchObject(kpiMeasures);
    expect(kpis?.measureName).toBe(kpiMeasureName);
  });

  it('takes no messages from devices', () => {
    expect(kpis?.sources).toEqual([]);
  });
});

describe('the database name', () => {
  it.each([
    ['local', undefined, 'IoTMetrics'],
    ['prod', undefined, 'tidegauge-prod'],
    ['local', 'Fleet', 'IoTMetrics'],
    ['prod', 'Fleet', 'Fleet'],
  ])('of stage %s, pinned to %s, is %s', (stage, pinned, name) => {
    const database = pinned === undefined ? service.database : { ...service.database, pinned };
    expect(databaseName({ ...service, database }, stage)).toBe(name);
  });
});
