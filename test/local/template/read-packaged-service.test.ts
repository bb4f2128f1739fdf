/** The extraction of functions, routes, rules, tables and buckets, on templates shaped as the deploy tool writes them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../../local/template/json';
import { packagedService, readPackagedService } from '../../../local/template/read-packaged-service';

const ingest = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { Ref: 'ServerlessDeploymentBucket' }, S3Key: 'serverless/fleet/local/1700000000000/ingest-iot.zip' },
    Handler: 'functions/ingest-iot.handler',
    Runtime: 'nodejs22.x',
    FunctionName: 'fleet-local-ingest-iot',
    MemorySize: 256,
    Timeout: 30,
    ReservedConcurrentExecutions: 10,
    Environment: { Variables: { STAGE: 'local', TIMESTREAM_DATABASE: { Ref: 'Database' } } },
  },
};

const resources: JsonObject = {
  ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket', Properties: {} },
  Database: { Type: 'AWS::Timestream::Database', Properties: { DatabaseName: 'IoTMetrics' } },
  Readings: {
    Type: 'AWS::Timestream::Table',
    Properties: {
      DatabaseName: { Ref: 'Database' },
      TableName: 'SensorReadings',
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: '24', MagneticStoreRetentionPeriodInDays: 365 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true, MagneticStoreRejectedDataLocation: { S3Configuration: { BucketName: 'fleet-local-letters', ObjectKeyPrefix: 'late/SensorReadings' } } },
      Schema: { CompositePartitionKey: [{ Type: 'DIMENSION', Name: 'device_id', EnforcementInRecord: 'REQUIRED' }] },
    },
  },
  IngestLambdaFunction: ingest,
  GetLatestLambdaFunction: {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Key: 'get-latest.zip' }, Handler: 'functions/get-latest.handler', Runtime: 'nodejs22.x', FunctionName: 'fleet-local-get-latest' },
  },
  IngestInvoke: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'IngestLambdaFunction' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Letters', 'Arn'] } } },
    },
  },
  Letters: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'fleet-local-letters' } },
  Rule: {
    Type: 'AWS::IoT::TopicRule',
    Properties: {
      RuleName: 'fleet_local_readings',
      TopicRulePayload: {
        Sql: "SELECT encode(*, 'base64') AS payload FROM 'sensors/+/telemetry'",
        AwsIotSqlVersion: '2016-03-23',
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: { 'Fn::GetAtt': ['IngestLambdaFunction', 'Arn'] } } }],
        ErrorAction: { S3: { BucketName: { Ref: 'Letters' }, Key: 'reason=rule-error/${newuuid()}.json', RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      },
    },
  },
  DisabledRule: { Type: 'AWS::IoT::TopicRule', Properties: { TopicRulePayload: { RuleDisabled: true } } },
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
  LatestIntegration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: 'HttpApi' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['GetLatestLambdaFunction', 'Arn'] }, PayloadFormatVersion: '2.0' },
  },
  LatestRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      RouteKey: 'GET /v1/tables/{table}/latest',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'LatestIntegration' }]] },
      AuthorizationType: 'JWT',
    },
  },
};

const withResource = (logicalId: string, change: (properties: Record<string, Json>) => void): Json => {
  const copy = structuredClone(resources) as Record<string, { Properties: Record<string, Json> }>; // test data, mutable on purpose
  change(copy[logicalId]!.Properties);
  return { Resources: copy as unknown as JsonObject };
};

describe('a packaged service', () => {
  const service = packagedService({ Resources: resources }, '/package');

  it('has functions with their settings, their zip and plain environment values', () => {
    expect(service.functions[0]).toEqual({
      name: 'fleet-local-ingest-iot',
      arn: 'arn:aws:lambda:us-east-1:123456789012:function:fleet-local-ingest-iot',
      handler: 'functions/ingest-iot.handler',
      zip: '/package/ingest-iot.zip',
      environment: { STAGE: 'local', TIMESTREAM_DATABASE: 'IoTMetrics' },
      timeoutMs: 30_000,
      memoryMb: 256,
      reservedConcurrency: 10,
      asynchronous: { maximumRetryAttempts: 1, maximumEventAgeMs: 3_600_000, onFailure: 'arn:aws:s3:::fleet-local-letters' },
    });
  });

  it('has a fixed value for the secret that AWS would generate, so that it is the same after a restart', () => {
    const template = withResource('IngestLambdaFunction', (p) => { p.Environment = { Variables: { KEY: '{{resolve:secretsmanager:fleet-local-key:SecretString}}', SHORT: '{{resolve:secretsmanager:fleet-local-key}}' } }; });
    expect(packagedService(template, '/package').functions[0]?.environment).toEqual({ KEY: 'local-fleet-local-key', SHORT: 'local-fleet-local-key' });
  });

  it("has Lambda's own defaults where the template says nothing", () => {
    expect(service.functions[1]).toMatchObject({ timeoutMs: 3000, memoryMb: 128, environment: {}, asynchronous: { maximumRetryAttempts: 2, maximumEventAgeMs: 21_600_000 } });
    expect(service.functions[1]).not.toHaveProperty('reservedConcurrency');
  });

  it('has routes that know their function and whether a JWT stands before it', () => {
    expect(service.routes).toEqual([{ method: 'GET', path: '/v1/tables/{table}/latest', functionName: 'fleet-local-get-latest', authorizer: true }]);
  });

  it('has the scopes of a route that names some', () => {
    const template = withResource('LatestRoute', (p) => { p.AuthorizationScopes = ['fleet/read']; });
    expect(packagedService(template, '/package').routes).toMatchObject([{ authorizer: true, scopes: ['fleet/read'] }]);
  });

  it('has the enabled rules, with substitution templates left for the rule runner', () => {
    expect(service.rules).toEqual([{
      name: 'fleet_local_readings',
      sql: "SELECT encode(*, 'base64') AS payload FROM 'sensors/+/telemetry'",
      sqlVersion: '2016-03-23',
      actions: [{ kind: 'lambda', functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:fleet-local-ingest-iot' }],
      errorAction: { kind: 's3', bucket: 'fleet-local-letters', key: 'reason=rule-error/${newuuid()}.json' },
    }]);
  });

  it.each<[what: string, action: JsonObject, read: object]>([
    ['into a stream', { Kinesis: { StreamName: { Ref: 'Letters' }, PartitionKey: '${topic()}', RoleArn: 'r' } }, { kind: 'kinesis', streamName: 'fleet-local-letters', partitionKey: '${topic()}' }],
    ['into a stream without a partition key', { Kinesis: { StreamName: 's', RoleArn: 'r' } }, { kind: 'kinesis', streamName: 's' }],
    [
      'into Timestream',
      { Timestream: { DatabaseName: { Ref: 'Database' }, TableName: 'T', RoleArn: 'r', Dimensions: [{ Name: 'device', Value: '${topic(2)}' }], Timestamp: { Value: '${ts}', Unit: 'SECONDS' } } },
      { kind: 'timestream', databaseName: 'IoTMetrics', tableName: 'T', dimensions: [{ name: 'device', value: '${topic(2)}' }], timestamp: { value: '${ts}', unit: 'SECONDS' } },
    ],
    [
      'into Timestream at the time of the message, in milliseconds where nothing is said',
      { Timestream: { DatabaseName: 'D', TableName: 'T', RoleArn: 'r', Dimensions: [], Timestamp: { Value: '${ts}' } } },
      { kind: 'timestream', databaseName: 'D', tableName: 'T', dimensions: [], timestamp: { value: '${ts}', unit: 'MILLISECONDS' } },
    ],
  ])('has rules that lead %s', (_what, action, read) => {
    const template = withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'SELECT *', Actions: [action] }; });
    expect(packagedService(template, '/package').rules[0]).toEqual({ name: 'fleet_local_readings', sql: 'SELECT *', sqlVersion: '2015-10-08', actions: [read] });
  });

  it("has databases, tables and buckets, less the deploy tool's own", () => {
    expect(service.databases).toEqual(['IoTMetrics']);
    expect(service.tables).toEqual([{
      databaseName: 'IoTMetrics', tableName: 'SensorReadings', memoryHours: 24, magneticDays: 365, magneticWrites: true,
      rejectedDataLocation: { bucketName: 'fleet-local-letters', keyPrefix: 'late/SensorReadings' },
      partitionKey: { type: 'DIMENSION', name: 'device_id', enforcement: 'REQUIRED' },
    }]);
    expect(service.buckets).toEqual(['fleet-local-letters']);
  });

  it.each<[what: string, template: Json, message: string]>([
    ['something that is no template', { Outputs: {} }, 'Resources: is missing'],
    ['a function with layers', withResource('IngestLambdaFunction', (p) => { p.Layers = ['x']; }), 'Resources.IngestLambdaFunction.Properties.Layers: is not supported'],
    ['another runtime', withResource('IngestLambdaFunction', (p) => { p.Runtime = 'python3.13'; }), 'Properties.Runtime: python3.13 is not supported'],
    ['an environment value that is not text', withResource('IngestLambdaFunction', (p) => { p.Environment = { Variables: { A: { B: 1 } } }; }), 'Environment.Variables.A: is not text'],
    ['a dynamic reference to another service', withResource('IngestLambdaFunction', (p) => { p.Environment = { Variables: { A: '{{resolve:ssm:/a/b:1}}' } }; }), 'Environment.Variables.A: {{resolve:ssm:/a/b:1}} is not supported'],
    ['a dynamic reference to part of a secret', withResource('IngestLambdaFunction', (p) => { p.Environment = { Variables: { A: '{{resolve:secretsmanager:x:SecretString:user}}' } }; }), 'Environment.Variables.A: {{resolve:secretsmanager:x:SecretString:user}} is not supported'],
    ['a time-out that is not a number', withResource('IngestLambdaFunction', (p) => { p.Timeout = 'long'; }), 'Properties.Timeout: is not a number'],
    ['a success destination', withResource('IngestInvoke', (p) => { p.DestinationConfig = { OnSuccess: { Destination: 'x' } }; }), 'DestinationConfig.OnSuccess: is not supported'],
    ['a rule action of another kind', withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'x', Actions: [{ Sqs: { QueueUrl: 's' } }] }; }), 'Resources.Rule.Properties.TopicRulePayload.Actions.0.Sqs: this action is not supported: Lambda, S3, Kinesis, Timestream are'],
    ['a rule action without a kind', withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'x', Actions: [{}] }; }), 'TopicRulePayload.Actions.0.Lambda: is missing: an action names what it does'],
    ['a rule action of two kinds', withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'x', Actions: [{ Lambda: { FunctionArn: 'a' }, S3: {} }] }; }), 'TopicRulePayload.Actions.0.S3: one action has one kind'],
    ['a setting of a rule action', withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'x', Actions: [{ S3: { BucketName: 'b', Key: 'k', RoleArn: 'r', CannedAcl: 'public-read' } }] }; }), 'TopicRulePayload.Actions.0.S3.CannedAcl: is not supported'],
    ['a rule action that names nothing', withResource('Rule', (p) => { p.TopicRulePayload = { Sql: 'x', Actions: [{ S3: { BucketName: { Ref: 'Nobody' } } }] }; }), 'Resources.Rule.Properties.TopicRulePayload.Actions.0.S3.BucketName.Ref: there is no resource or parameter Nobody'],
    ['a route with an IAM authorizer', withResource('LatestRoute', (p) => { p.AuthorizationType = 'AWS_IAM'; }), 'AuthorizationType: AWS_IAM is not supported'],
    ['a catch-all route', withResource('LatestRoute', (p) => { p.RouteKey = '$default'; }), 'RouteKey: $default is not supported'],
    ['an integration of the old payload format', withResource('LatestIntegration', (p) => { p.PayloadFormatVersion = '1.0'; }), 'PayloadFormatVersion: only 2.0 is supported'],
    ['a partition key of no kind', withResource('Readings', (p) => { p.Schema = { CompositePartitionKey: [{ Type: 'TIME' }] }; }), 'CompositePartitionKey.0.Type: TIME is not a kind of partition key'],
  ])('refuses %s by its path', (_, template, message) => {
    expect(() => packagedService(template, '/package')).toThrow(message);
  });
});

describe('reading a package folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it('reads the template the deploy tool leaves there', () => {
    writeFileSync(join(folder, 'cloudformation-template-update-stack.json'), JSON.stringify({ Resources: resources }));
    expect(readPackagedService(folder).functions[0]?.zip).toBe(join(folder, 'ingest-iot.zip'));
  });

  it('names the file when there is none', () => {
    expect(() => readPackagedService(join(folder, 'nothing'))).toThrow(/nothing\/cloudformation-template-update-stack\.json: cannot be read: Error: ENOENT/);
  });
});
