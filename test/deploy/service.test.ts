/** Logical and physical names: a rename makes something new, nothing is overwritten, and stages never meet. */
import { merged } from '../../deploy/cloudformation';
import { deployedService, parseTables } from '../../deploy/service';
import tablesJson from '../../tables.json';

const settings = { stage: 'prod', bucketPrefix: 'acme' };
const resourcesOf = (json: unknown, stage = 'prod') => deployedService(parseTables(json), { ...settings, stage }).template.Resources;
const tableIds = (json: unknown) => Object.entries(resourcesOf(json)).filter(([, { Type }]) => Type === 'AWS::Timestream::Table').map(([id]) => id);

const { SensorReadings, Kpis } = tablesJson.tables;

/** The service with these tables beside `Kpis`, each with its topic filters. */
function withTopics(topics: Readonly<Record<string, readonly string[]>>) {
  const tables = Object.entries(topics).map(([name, filters]) => [name, { ...SensorReadings, dimensions: { device_id: {} }, sources: filters.map((topic) => ({ topic })) }]);
  return { ...tablesJson, tables: { ...Object.fromEntries(tables), Kpis } };
}

const rulesOf = (json: unknown) => Object.values(resourcesOf(json)).filter(({ Type }) => Type === 'AWS::IoT::TopicRule');
const ruleNamesOf = (json: unknown) => rulesOf(json).map(({ Properties }) => String(Properties['RuleName']));

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

describe('a rule', () => {
  it.each<[string, Record<string, string[]>]>([
    ['filters of one table', { Sensors: ['a/+', 'b/+'] }],
    ['names that are the same without what separates them', { Abcd: ['e'], Abc: ['de'] }],
    ['names that spell another resource', { Error: ['Role'], PermissionAbc: ['x'], Abc: ['y'] }],
    ['names that differ only in what an id cannot hold', { 'a-bc': ['x/y'], 'ab-c': ['xy'], 'a.b.c': ['x/y/z'] }],
    ['names over the length of an id', { ['a'.repeat(256)]: ['x'], [`${'a'.repeat(255)}b`]: ['y'] }],
  ])('is made for every topic filter: %s', (_what, topics) => {
    const filters = Object.values(topics).flat();
    const resources = resourcesOf(withTopics(topics));
    expect(rulesOf(withTopics(topics)).map(({ Properties }) => /FROM '(.*)'/.exec(JSON.stringify(Properties))?.[1])).toEqual(filters);
    expect(Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Permission')).toHaveLength(filters.length);
    expect(resources['RuleErrorRole']?.Type).toBe('AWS::IAM::Role');
    expect(Object.keys(resources).filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([]);
  });

  it('has a name of its own that IoT Core takes, however long the table names are', () => {
    const names = ruleNamesOf(withTopics({ ['a'.repeat(256)]: ['x'], [`${'a'.repeat(255)}b`]: ['y'] }));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^tidegauge_prod_a+_[0-9a-f]{8}$/);
    for (const name of names) expect(name).toHaveLength(128);
  });
});

describe('two resources of one logical id', () => {
  it('are refused, where a spread would lose one in silence', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: {} };
    expect(() => merged({ A: queue, B: queue }, { A: queue })).toThrow(new Error('two resources have the logical id A'));
    expect(merged({ A: queue }, { B: queue })).toEqual({ A: queue, B: queue });
  });
});

describe('a setting that makes names AWS refuses', () => {
  const deploy = (change: Partial<typeof settings>) => () => deployedService(parseTables(tablesJson), { ...settings, ...change });
  const letters = 'must have only lower-case letters, digits and -, and start with a letter or digit';

  it.each<[string, Partial<typeof settings>, string]>([
    ['a stage with a capital', { stage: 'Prod' }, `stage: "Prod" ${letters}`],
    ['a stage like a branch', { stage: 'feature/x_y' }, `stage: "feature/x_y" ${letters}`],
    ['an empty bucket prefix', { bucketPrefix: '' }, `bucketPrefix: "" ${letters}`],
    ['a bucket prefix that is too long', { bucketPrefix: 'a'.repeat(46) }, `bucket name: "${'a'.repeat(46)}-prod-dead-letters" has 64 characters; S3 takes 63`],
    ['a stage that is too long', { stage: 's'.repeat(40), bucketPrefix: 'a' }, `function name: "tidegauge-${'s'.repeat(40)}-ingest-kinesis" has 65 characters; Lambda takes 64`],
  ])('is refused by name: %s', (_what, change, message) => {
    expect(deploy(change)).toThrow(new Error(message));
  });

  it('is not one that just fits', () => {
    expect(deploy({ bucketPrefix: 'a'.repeat(45) })().names.deadLetterBucket).toHaveLength(63);
  });
});
