/** The packaged template: what is deployed, and what no deploy may ever do. */
import { validationErrors, type Packaged, type PackagedResource } from './packaged';
import { packagedFleets } from './packaged-fleets';

let packaged: Packaged;
beforeAll(async () => { packaged = (await packagedFleets()).own; }, 120_000);

interface Statement { readonly Effect: string; readonly Action: string | readonly string[]; readonly Resource: unknown }

const statementsOf = (role: PackagedResource): Statement[] =>
  role.Properties.Policies.flatMap((policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement);
const actionsOf = ({ Action }: Statement): readonly string[] => (typeof Action === 'string' ? [Action] : Action);

const only = (type: string): PackagedResource => {
  const [resource, ...more] = packaged.ofType(type);
  if (resource === undefined || more.length > 0) throw new Error(`not exactly one ${type}`);
  return resource;
};

describe('the template', () => {
  it('has no error in the eyes of the CloudFormation validator', () => {
    expect(validationErrors(packaged)).toEqual([]);
  }, 60_000);

  it('keeps database, tables and buckets whatever happens to the stack or to their names', () => {
    const holdsData = /^AWS::(Timestream::(Database|Table)|S3::Bucket|Kinesis::Stream)$/;
    const resources = Object.values(packaged.resources).filter(({ Type }) => holdsData.test(Type));
    expect(resources.length).toBe(5);
    for (const resource of resources) {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('carries the stage in every physical name', () => {
    const named = Object.values(packaged.resources)
      .flatMap(({ Properties: { DatabaseName, BucketName, FunctionName, QueueName, RuleName, LogGroupName, Name } }) => [DatabaseName, BucketName, FunctionName, QueueName, RuleName, LogGroupName, Name])
      .filter((name): name is string => typeof name === 'string' && name !== 'jwt');
    expect(named.filter((name) => !name.includes('prod'))).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
  });

  it('has no open door: routes but the page need a token of the issuer, which has no default', () => {
    const open = packaged.ofType('AWS::ApiGatewayV2::Route').filter(({ Properties }) => Properties.AuthorizationType !== 'JWT');
    expect(open.map(({ Properties }) => Properties.RouteKey)).toEqual(['GET /']);
    expect(only('AWS::ApiGatewayV2::Authorizer').Properties.JwtConfiguration).toEqual({ Issuer: { Ref: 'JwtIssuer' }, Audience: [{ Ref: 'JwtAudience' }] });
    for (const { Default, AllowedPattern } of [packaged.parameters['JwtIssuer'] ?? {}, packaged.parameters['JwtAudience'] ?? {}]) {
      expect(Default).toBeUndefined();
      expect('').not.toMatch(new RegExp(AllowedPattern ?? ''));
    }
    expect('http://issuer.example').not.toMatch(new RegExp(packaged.parameters['JwtIssuer']?.['AllowedPattern'] ?? ''));
  });

  it('limits the requests of all callers together', () => {
    expect(only('AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) });
  });
});

describe('each function', () => {
  const functions = () => packaged.ofType('AWS::Lambda::Function');

  it('has a role of its own', () => {
    const roles = functions().map(({ Properties }) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functions().length);
    expect(packaged.ofType('AWS::IAM::Role').map(({ id }) => id).sort()).toEqual([...roles, 'RuleErrorRole'].sort());
  });

  it('has plain strings for its environment, the same for all', () => {
    for (const { Properties } of functions()) {
      expect(Properties.Environment.Variables).toEqual({
        STAGE: 'prod',
        TIMESTREAM_DATABASE: 'tidegauge-prod',
        DEAD_LETTER_BUCKET: 'tidegauge-prod-dead-letters',
        POWERTOOLS_SERVICE_NAME: 'tidegauge',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      });
    }
  });

  it('has a log that ends, and may write to it and to no other', () => {
    const logGroups = packaged.ofType('AWS::Logs::LogGroup');
    expect(logGroups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(functions().map(() => 30));
    for (const { Properties } of functions()) {
      const logs = statementsOf(packaged.resources[Properties.Role['Fn::GetAtt'][0]] ?? functions()[0]!).filter((statement) => actionsOf(statement).some((action) => action.startsWith('logs:')));
      expect(logs.map(({ Resource }) => JSON.stringify(Resource))).toEqual([expect.stringContaining(`:log-group:/aws/lambda/${Properties.FunctionName}:log-stream:*`)]);
    }
  });

  it('has reserved concurrency when it ingests', () => {
    const reserved = functions().filter(({ Properties }) => Properties.ReservedConcurrentExecutions > 0).map(({ Properties }) => Properties.FunctionName);
    expect(reserved).toEqual(['tidegauge-prod-ingest-iot', 'tidegauge-prod-ingest-kinesis', 'tidegauge-prod-ingest-http']);
  });
});

describe('a role', () => {
  const statements = () => packaged.ofType('AWS::IAM::Role').flatMap((role) => statementsOf(role).map((statement) => ({ role: role.id, ...statement })));

  it('has no wildcard action', () => {
    expect(statements().filter((statement) => actionsOf(statement).some((action) => action.includes('*')))).toEqual([]);
  });

  it('has the resource * only for actions that have no resource', () => {
    const everywhere = statements().filter(({ Resource }) => JSON.stringify(Resource).includes('"*"')).flatMap(actionsOf);
    expect(new Set(everywhere)).toEqual(new Set(['timestream:DescribeEndpoints', 'timestream:CancelQuery']));
  });

  it.each(['GetSeriesRole', 'GetLatestRole'])('of a function that answers queries may ask, look which columns there are, and cancel: %s', (role) => {
    const query = statements().filter((statement) => statement.role === role && actionsOf(statement).some((action) => /Select|DescribeTable|CancelQuery/.test(action)));
    const sensors = expect.stringMatching(/database\/tidegauge-prod\/table\/SensorReadings"/);
    expect(query.map((statement) => [actionsOf(statement), JSON.stringify(statement.Resource)])).toEqual([
      [['timestream:Select', 'timestream:DescribeTable'], sensors],
      [['timestream:CancelQuery'], '["*"]'],
    ]);
  });

  it('is taken on by one AWS service, and by IoT only for a rule of this account', () => {
    const trust = packaged.ofType('AWS::IAM::Role').map(({ id, Properties }) => [id, ...Properties.AssumeRolePolicyDocument.Statement]);
    for (const [id, { Principal, Condition }, ...more] of trust) {
      expect(more).toEqual([]);
      expect(Principal).toEqual({ Service: id === 'RuleErrorRole' ? 'iot.amazonaws.com' : 'lambda.amazonaws.com' });
      expect(Condition).toEqual(id === 'RuleErrorRole' ? { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } : undefined);
    }
  });

  it('of a function that answers queries cannot write anything but KPIs', () => {
    const writes = statements().filter((statement) => statement.role === 'GetSeriesRole' && actionsOf(statement).some((action) => /Write|Put|Delete|Create(?!LogStream)/.test(action) && !action.startsWith('logs:')));
    expect(writes.map(({ Action, Resource }) => [Action, JSON.stringify(Resource)])).toEqual([
      [['timestream:WriteRecords'], expect.stringMatching(/^\[[^,]*database\/tidegauge-prod\/table\/Kpis"}\]$/)],
    ]);
  });

  const letters = 'dead-letters/reason=*';
  const failures = 'dead-letters/aws/lambda/*';
  const reports = 'dead-letters/magnetic-rejects/SensorReadings*';
  it.each([
    ['IngestIotRole', [reports, letters, failures]],
    ['IngestKinesisRole', [reports, letters, failures]],
    // Who waits for the answer hears of the failure.
    ['IngestHttpRole', [reports, letters]],
    ['RedriveRole', [reports, letters]],
    ['CollectRejectsRole', [letters, failures]],
    ['GetSeriesRole', []],
  ])('of %s may store letters and what comes of its own writes and failures, and nothing else in the bucket', (role, keys) => {
    const s3 = statements().filter((statement) => statement.role === role && actionsOf(statement).includes('s3:PutObject'));
    expect(s3.flatMap(({ Resource }) => JSON.stringify(Resource).match(/dead-letters\/[^"]*/g))).toEqual(keys);
  });
});

describe('ingestion', () => {
  it('has a table per entry, with retention, late arrivals and partition key', () => {
    const [sensors, kpis] = packaged.ofType('AWS::Timestream::Table').map(({ Properties }) => Properties);
    expect(sensors).toMatchObject({
      TableName: 'SensorReadings',
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: '24', MagneticStoreRetentionPeriodInDays: '365' },
      MagneticStoreWriteProperties: {
        EnableMagneticStoreWrites: true,
        MagneticStoreRejectedDataLocation: { S3Configuration: { ObjectKeyPrefix: 'magnetic-rejects/SensorReadings' } },
      },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    });
    expect(kpis).toMatchObject({ TableName: 'Kpis', MagneticStoreWriteProperties: { EnableMagneticStoreWrites: false } });
  });

  it('carries MQTT messages whole, keeps those that no function took, and lets only the rule in', () => {
    const rule = packaged.ofType('AWS::IoT::TopicRule')[0]!;
    const { Sql, AwsIotSqlVersion, Actions, ErrorAction } = rule.Properties.TopicRulePayload;
    expect(Sql).toBe("SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, timestamp() AS receivedAt FROM 'sensors/+/telemetry'");
    expect(AwsIotSqlVersion).toBe('2016-03-23');
    expect(Actions).toEqual([{ Lambda: { FunctionArn: { 'Fn::GetAtt': ['IngestDashiotLambdaFunction', 'Arn'] } } }]);
    expect(JSON.stringify(ErrorAction.S3.Key)).toContain('reason=rule-error/');
    expect(packaged.ofType('AWS::Lambda::Permission').filter(({ Properties }) => Properties.Principal === 'iot.amazonaws.com').map(({ Properties }) => Properties.SourceArn))
      .toEqual([{ 'Fn::GetAtt': [rule.id, 'Arn'] }]);
  });

  it('tries no message and no report for ever, and keeps it then', () => {
    const bucket = packaged.ofType('AWS::S3::Bucket').find(({ Properties }) => Properties.BucketName === 'tidegauge-prod-dead-letters');
    const configurations = packaged.ofType('AWS::Lambda::EventInvokeConfig');
    expect(configurations.map(({ Properties }) => Properties.FunctionName.Ref)).toEqual(['IngestDashiotLambdaFunction', 'CollectDashrejectsLambdaFunction']);
    for (const { Properties: { DestinationConfig, ...asynchronous } } of configurations) {
      expect(asynchronous).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
      expect(DestinationConfig.OnFailure.Destination).toEqual({ 'Fn::GetAtt': [bucket?.id, 'Arn'] });
    }
  });

  it('lets dead letters expire, tells a queue of them, and hands the reports of Timestream to a function', () => {
    const { Properties, DependsOn } = packaged.ofType('AWS::S3::Bucket').find((bucket) => bucket.Properties.BucketName === 'tidegauge-prod-dead-letters')!;
    expect(Properties.LifecycleConfiguration.Rules[0]).toMatchObject({ Status: 'Enabled', ExpirationInDays: 90 });
    const created = (Value: string) => ({ Event: 's3:ObjectCreated:*', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value }] } } });
    expect(Properties.NotificationConfiguration).toEqual({
      LambdaConfigurations: [{ ...created('magnetic-rejects/'), Function: { 'Fn::Sub': expect.stringMatching(/:function:tidegauge-prod-collect-rejects$/) } }],
      QueueConfigurations: ['reason=', 'aws/lambda/'].map((prefix) => ({ ...created(prefix), Queue: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } })),
    });
    expect(DependsOn).toContain('CollectRejectsPermission');
    expect(packaged.resources['CollectRejectsPermission']?.Properties).toMatchObject({ Principal: 's3.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } });
  });

  it('deletes letters in a redrive only, and nothing else of the bucket', () => {
    const deletes = packaged.ofType('AWS::IAM::Role').flatMap((role) => statementsOf(role).filter((statement) => actionsOf(statement).includes('s3:DeleteObject')).map((statement) => [role.id, JSON.stringify(statement.Resource).match(/dead-letters\/[^"]*/g)]));
    expect(deletes).toEqual([['RedriveRole', ['dead-letters/reason=*', 'dead-letters/aws/lambda/*']]]);
  });
});

describe('every bucket', () => {
  const buckets = () => packaged.ofType('AWS::S3::Bucket');

  it('is private, encrypted and reached over TLS', () => {
    const policies = new Map(packaged.ofType('AWS::S3::BucketPolicy').map(({ Properties }) => [Properties.Bucket.Ref, Properties.PolicyDocument.Statement[0]]));
    expect(buckets()).toHaveLength(2);
    for (const { id, Properties } of buckets()) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true });
      expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
      expect(policies.get(id)).toMatchObject({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': expect.anything() } } });
    }
  });

  it('drops uploads that were never finished', () => {
    for (const { Properties } of buckets()) {
      expect(Properties.LifecycleConfiguration.Rules).toEqual([expect.objectContaining({ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } })]);
    }
  });

  it('keeps the packages of the stack that is deployed, and of those before it', () => {
    expect(JSON.stringify(packaged.resources['ServerlessDeploymentBucket'])).not.toMatch(/Expiration/);
  });
});
