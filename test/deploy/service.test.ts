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
const permissionsOfRules = (resources: ReturnType<typeof resourcesOf>) =>
  Object.values(resources).filter(({ Type, Properties }) => Type === 'AWS::Lambda::Permission' && Properties['Principal'] === 'iot.amazonaws.com');
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
    const names = (stage: string) => JSON.stringify(resourcesOf({ ...tablesJson, stream: true }, stage)).match(/"(?:DatabaseName|BucketName|QueueName|RuleName|Name)":"[^"]*"/g)?.filter((name) => !/"Name":"(device_id|function|prefix)"/.test(name)) ?? [];
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
    ['filters of several tables', { Sensors: ['a/+', 'b/+'], Meters: ['c/+'] }],
    ['filters that spell another resource', { Sensors: ['ErrorRole', 'StreamRole', 'PermissionAbc', 'Abc'] }],
    ['filters that differ only in what an id cannot hold', { Sensors: ['x/y', 'xy', 'x-y', 'é', 'è'] }],
    ['filters of full length', { Sensors: ['a'.repeat(256), `${'a'.repeat(255)}b`] }],
  ])('is made for every topic filter: %s', (_what, topics) => {
    const filters = Object.values(topics).flat();
    const resources = resourcesOf(withTopics(topics));
    expect(rulesOf(withTopics(topics)).map(({ Properties }) => /FROM '(.*)'/.exec(JSON.stringify(Properties))?.[1])).toEqual(filters);
    expect(permissionsOfRules(resources)).toHaveLength(filters.length);
    expect(resources['RuleErrorRole']?.Type).toBe('AWS::IAM::Role');
    expect(Object.keys(resources).filter((id) => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([]);
  });

  it('is one for the sources of one topic, in whatever table', () => {
    const topic = 'sensors/+/telemetry';
    const More = { ...SensorReadings, sources: [{ topic, when: { '$.v': 3 } }] };
    const sources = [{ topic, when: { '$.v': 1 } }, { topic, when: { '$.v': 2 } }];
    expect(rulesOf({ ...tablesJson, tables: { SensorReadings: { ...SensorReadings, sources }, More, Kpis } })).toHaveLength(1);
  });

  it('has a name of its own that IoT Core takes, however long the filters are', () => {
    const names = ruleNamesOf(withTopics({ Sensors: ['a'.repeat(256), `${'a'.repeat(255)}b`] }));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^tidegauge_prod_a+_[0-9a-f]{8}$/);
    for (const name of names) expect(name).toHaveLength(128);
  });

  it('keeps its name, which devices publish to, when its table gets another one', () => {
    expect(ruleNamesOf(withTopics({ Meters: ['a/+'] }))).toEqual(ruleNamesOf(withTopics({ Sensors: ['a/+'] })));
    expect(ruleNamesOf(withTopics({ Meters: ['a/+'] }))[0]).toMatch(/^tidegauge_prod_a_/);
  });

  it('is told by its name in the outputs', () => {
    const { template: { Outputs, Resources } } = deployedService(parseTables(withTopics({ Sensors: ['a/+'] })), settings);
    const [[ruleId] = []] = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IoT::TopicRule');
    expect(Object.values(Outputs)).toEqual([{ Description: expect.stringMatching(/^The rule of a\/\+\. .*\$aws\/rules\//), Value: { Ref: ruleId } }]);
  });
});

const viaStream = { ...SensorReadings, sources: [{ topic: 'sensors/+/telemetry', via: 'stream' }] };
const ofType = (resources: ReturnType<typeof resourcesOf>, type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type).map(([id, resource]) => ({ id, ...resource }));

describe('a source via stream', () => {
  const resources = resourcesOf({ ...tablesJson, tables: { SensorReadings: viaStream, Kpis } });
  const [stream] = ofType(resources, 'AWS::Kinesis::Stream');

  it('has its messages put into the stream in the order of each topic, by a role that may do just that', () => {
    const [rule] = ofType(resources, 'AWS::IoT::TopicRule');
    expect(rule?.Properties['TopicRulePayload']).toMatchObject({
      Sql: expect.stringContaining("encode(*, 'base64')"),
      Actions: [{ Kinesis: { StreamName: { Ref: stream?.id }, PartitionKey: { 'Fn::Join': ['', ['$', '{topic()}']] }, RoleArn: { 'Fn::GetAtt': ['RuleStreamRole', 'Arn'] } } }],
      ErrorAction: { S3: expect.anything() },
    });
    expect(resources['RuleStreamRole']?.Properties).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'iot.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }] },
      Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['kinesis:PutRecord'], Resource: [{ 'Fn::GetAtt': [stream?.id, 'Arn'] }] }] } }],
    });
  });

  it('does not let its rule call the function', () => {
    expect(permissionsOfRules(resources)).toEqual([]);
  });

  it('has a mapping that tries no batch for ever, but six hours however fast it fails, and keeps it then', () => {
    const [mapping] = ofType(resources, 'AWS::Lambda::EventSourceMapping');
    const [bucket] = ofType(resources, 'AWS::S3::Bucket');
    expect(mapping?.Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [stream?.id, 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'], BisectBatchOnFunctionError: true, MaximumRetryAttempts: 10_000, MaximumRecordAgeInSeconds: 21_600, ParallelizationFactor: 2,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [bucket?.id, 'Arn'] } } },
    });
  });
});

describe('a stream', () => {
  const hasStream = (json: unknown) => {
    const { template: { Resources, Outputs } } = deployedService(parseTables(json), settings);
    return {
      stream: Object.values(Resources).filter(({ Type }) => Type === 'AWS::Kinesis::Stream').map(({ DeletionPolicy }) => DeletionPolicy),
      mappings: ofType(Resources, 'AWS::Lambda::EventSourceMapping').length,
      mayRead: JSON.stringify(Resources['IngestKinesisRole']).includes('kinesis:GetRecords'),
      isTold: 'StreamName' in Outputs,
    };
  };

  it('is not made, and costs nothing, when nothing asks for it', () => {
    expect(hasStream(tablesJson)).toEqual({ stream: [], mappings: 0, mayRead: false, isTold: false });
  });

  it.each([
    ['a source is via stream', { ...tablesJson, tables: { SensorReadings: viaStream, Kpis } }],
    ['gateways put records themselves', { ...tablesJson, stream: true }],
  ])('is made, kept, read and told of when %s', (_what, json) => {
    expect(hasStream(json)).toEqual({ stream: ['Retain'], mappings: 1, mayRead: true, isTold: true });
  });
});

describe('a table that somebody else made', () => {
  const json = { ...tablesJson, tables: { SensorReadings: { ...SensorReadings, existing: true }, Kpis } };

  it('is not made in a deployed stage, nor is its database; functions may write to it and ask it', () => {
    const resources = resourcesOf(json);
    expect(ofType(resources, 'AWS::Timestream::Database')).toEqual([]);
    expect(ofType(resources, 'AWS::Timestream::Table').map(({ Properties }) => [Properties['DatabaseName'], Properties['TableName']])).toEqual([['tidegauge-prod', 'Kpis']]);
    for (const role of ['IngestIotRole', 'GetSeriesRole']) expect(JSON.stringify(resources[role])).toContain('database/tidegauge-prod/table/SensorReadings');
  });

  it('is made in stage local, where nobody else is', () => {
    expect(ofType(resourcesOf(json, 'local'), 'AWS::Timestream::Table')).toHaveLength(2);
    expect(ofType(resourcesOf(json, 'local'), 'AWS::Timestream::Database')).toHaveLength(1);
  });
});

describe('the key of a database', () => {
  it('is that of tables.json, or the one that Timestream has for the account', () => {
    const properties = (json: unknown) => ofType(resourcesOf(json), 'AWS::Timestream::Database')[0]?.Properties;
    expect(properties({ ...tablesJson, kmsKeyId: 'alias/readings' })).toEqual({ DatabaseName: 'tidegauge-prod', KmsKeyId: 'alias/readings' });
    expect(properties(tablesJson)).toEqual({ DatabaseName: 'tidegauge-prod' });
  });
});

describe('a hashed dimension', () => {
  const hashed = { ...SensorReadings, dimensions: { device_id: { required: true, hash: 'hmac' } } };
  const deployed = (json: unknown) => deployedService(parseTables(json), settings);

  it('has a key that AWS makes and keeps, given to the functions that decode as plain text, which wait for it', () => {
    const { template: { Resources }, decodingFunction } = deployed({ ...tablesJson, tables: { SensorReadings: hashed, Kpis } });
    const [secret] = ofType(Resources, 'AWS::SecretsManager::Secret');
    expect(secret).toMatchObject({
      DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
      Properties: { Name: 'tidegauge-prod-dimension-hash-key', GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } },
    });
    expect(decodingFunction).toEqual({
      environment: { DIMENSION_HASH_KEY: '{{resolve:secretsmanager:tidegauge-prod-dimension-hash-key:SecretString}}' },
      dependsOn: [secret?.id],
    });
  });

  it('is all that a secret is made for', () => {
    const { template: { Resources }, decodingFunction } = deployed(tablesJson);
    expect(ofType(Resources, 'AWS::SecretsManager::Secret')).toEqual([]);
    expect(decodingFunction).toEqual({ environment: {}, dependsOn: [] });
  });
});

describe('tags', () => {
  /** CloudFormation knows no tags for these; the rest gets them here, or from the deploy tool. */
  const without = ['AWS::IAM::Policy', 'AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::Permission', 'AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'];
  const json = { ...tablesJson, tags: { team: 'energy', 'cost:centre': '' }, tables: { SensorReadings: { ...viaStream, dimensions: { device_id: { hash: 'hmac' } } }, Kpis } };

  it('stand on every resource that takes them', () => {
    const resources = Object.values(resourcesOf(json)).filter(({ Type }) => !without.includes(Type));
    for (const { Type, Properties } of resources) {
      expect([Type, Properties['Tags']]).toEqual([Type, [{ Key: 'team', Value: 'energy' }, { Key: 'cost:centre', Value: '' }]]);
    }
    expect(new Set(resources.map(({ Type }) => Type)).size).toBe(9);
  });

  it('are not spoken of when there are none', () => {
    expect(JSON.stringify(resourcesOf(tablesJson))).not.toContain('"Tags"');
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

  it.each<[string, Partial<typeof settings>, string | RegExp]>([
    ['a stage with a capital', { stage: 'Prod' }, `stage: "Prod" ${letters}`],
    ['a stage like a branch', { stage: 'feature/x_y' }, `stage: "feature/x_y" ${letters}`],
    ['an empty bucket prefix', { bucketPrefix: '' }, `bucketPrefix: "" ${letters}`],
    ['a bucket prefix that is too long', { bucketPrefix: 'a'.repeat(46) }, `bucket name: "${'a'.repeat(46)}-prod-dead-letters" has 64 characters; S3 takes 63`],
    ['a stage that is too long', { stage: 's'.repeat(40), bucketPrefix: 'a' }, /^function name: "tidegauge-s{40}-[a-z-]+" has 6[5-9] characters; Lambda takes 64$/],
  ])('is refused by name: %s', (_what, change, message) => {
    expect(deploy(change)).toThrow(typeof message === 'string' ? new Error(message) : message);
  });

  it('is not one that just fits', () => {
    expect(deploy({ bucketPrefix: 'a'.repeat(45) })().names.deadLetterBucket).toHaveLength(63);
  });
});
