/** Logical and physical names: a rename makes something new, and stages never meet. */
import { deployedService, parseTables } from '../../deploy/service';
import tablesJson from '../../tables.json';

const settings = { stage: 'prod', bucketPrefix: 'acme' };
const resourcesOf = (json: unknown, stage = 'prod') => deployedService(parseTables(json), { ...settings, stage }).template.Resources;
const tableIds = (json: unknown) => Object.entries(resourcesOf(json)).filter(([, { Type }]) => Type === 'AWS::Timestream::Table').map(([id]) => id);

const { SensorReadings, Kpis } = tablesJson.tables;

describe('a table that gets another name', () => {
  it('is another resource, so that CloudFormation makes it beside the old one', () => {
    const before = tableIds(tablesJson);
    const after = tableIds({ ...tablesJson, tables: { Readings: SensorReadings, Kpis } });
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
  });

  it('is another resource for names that differ only in what an id cannot hold', () => {
    const [a, b] = ['a-bc', 'ab-c'].map((name) => tableIds({ ...tablesJson, tables: { [name]: SensorReadings, Kpis } })[0]);
    expect(a).not.toBe(b);
    expect(a).toMatch(/^[A-Za-z0-9]+$/);
  });

  it('is another resource when it is the database that is renamed', () => {
    const pinned = tableIds({ ...tablesJson, database: { local: 'IoTMetrics', pinned: 'Fleet' } });
    expect(tableIds(tablesJson).filter((id) => pinned.includes(id))).toEqual([]);
  });
});

describe('two stages', () => {
  it('share no physical name', () => {
    const names = (stage: string) => JSON.stringify(resourcesOf(tablesJson, stage)).match(/"(?:DatabaseName|BucketName|QueueName|RuleName|Name)":"[^"]*"/g)?.filter((name) => !/"Name":"device_id"|"Name":"function"/.test(name)) ?? [];
    expect(names('prod').length).toBeGreaterThan(4);
    expect(names('prod').filter((name) => names('test').includes(name))).toEqual([]);
  });
});

describe('a partition key', () => {
  it('is enforced in records only when tables.json requires the dimension', () => {
    const optional = { ...SensorReadings, partitionKey: 'region' };
    const [table] = Object.values(resourcesOf({ ...tablesJson, tables: { SensorReadings: optional, Kpis } })).filter(({ Type }) => Type === 'AWS::Timestream::Table');
    expect(table?.Properties['Schema']).toEqual({ CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'region', EnforcementInRecord: 'OPTIONAL' }] });
  });
});

describe('the template', () => {
  it('has one rule per topic filter', () => {
    const two = { ...SensorReadings, sources: [{ topic: 'a/+' }, { topic: 'b/+' }] };
    const rules = Object.values(resourcesOf({ ...tablesJson, tables: { SensorReadings: two, Kpis } })).filter(({ Type }) => Type === 'AWS::IoT::TopicRule');
    expect(rules).toHaveLength(2);
  });
});
