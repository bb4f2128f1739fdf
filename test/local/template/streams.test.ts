/** Streams and event-source mappings out of a template: what they are set to, and what is refused by its path. */
import type { Json, JsonObject } from '../../../local/template/json';
import { packagedService } from '../../../local/template/read-packaged-service';

const streamArn = { 'Fn::GetAtt': ['Readings', 'Arn'] };

const resources: JsonObject = {
  Readings: {
    Type: 'AWS::Kinesis::Stream',
    Properties: {
      Name: 'fleet-local-readings', ShardCount: 2, RetentionPeriodHours: 48, MaxRecordSizeInKiB: 2048,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }, Tags: [{ Key: 'team', Value: 'metering' }],
    },
  },
  Bare: { Type: 'AWS::Kinesis::Stream', Properties: {} },
  OnDemand: { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } } },
  Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'fleet-local-ingest-kinesis' } },
  IngestLambdaFunction: {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Key: 'x/ingest-kinesis.zip' }, Handler: 'functions/ingest-kinesis.handler', Runtime: 'nodejs22.x', FunctionName: 'fleet-local-ingest-kinesis', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  },
  Letters: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'fleet-local-letters' } },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: streamArn,
      FunctionName: { 'Fn::GetAtt': ['IngestLambdaFunction', 'Arn'] },
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      ParallelizationFactor: 2,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10_000,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Letters', 'Arn'] } } },
    },
  },
  BareMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Bare', 'Arn'] }, FunctionName: 'fleet-local-ingest-kinesis', StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1_700_000_000, TumblingWindowInSeconds: 0 },
  },
  DisabledMapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { Enabled: false } },
};

const withProperty = (logicalId: string, name: string, value: Json): Json => {
  const copy = structuredClone(resources) as Record<string, { Properties: Record<string, Json> }>; // test data, mutable on purpose
  copy[logicalId]!.Properties[name] = value;
  return { Resources: copy as unknown as JsonObject };
};

const service = packagedService({ Resources: resources }, '/package');

it('streams have their settings, and the defaults where the template says nothing', () => {
  expect(service.streams).toEqual([
    { name: 'fleet-local-readings', onDemand: false, shards: 2, retentionHours: 48, maxRecordSizeKib: 2048, tags: { team: 'metering' } },
    { name: 'Bare', onDemand: false, shards: 1, retentionHours: 24, maxRecordSizeKib: 1024, tags: {} },
    { name: 'OnDemand', onDemand: true, shards: 4, retentionHours: 24, maxRecordSizeKib: 1024, tags: {} },
  ]);
});

it('enabled mappings have their settings, and the defaults where the template says nothing', () => {
  const both = { functionName: 'fleet-local-ingest-kinesis', functionRole: 'arn:aws:iam::123456789012:role/fleet-local-ingest-kinesis' };
  expect(service.eventSourceMappings).toEqual([
    {
      ...both, streamName: 'fleet-local-readings', startingPosition: { kind: 'TRIM_HORIZON' }, batchSize: 500, batchingWindowMs: 5000, parallelizationFactor: 2, bisectOnFunctionError: true,
      reportsItemFailures: true, maximumRetryAttempts: 10_000, maximumRecordAgeMs: 21_600_000, onFailure: 'arn:aws:s3:::fleet-local-letters',
    },
    {
      ...both, streamName: 'Bare', startingPosition: { kind: 'AT_TIMESTAMP', timestampMs: 1_700_000_000_000 }, batchSize: 100, batchingWindowMs: 0, parallelizationFactor: 1,
      bisectOnFunctionError: false, reportsItemFailures: false,
    },
  ]);
});

it.each<[what: string, logicalId: string, property: string, value: Json, message: string]>([
  ['shard-level metrics', 'Readings', 'DesiredShardLevelMetrics', ['ALL'], 'Resources.Readings.Properties.DesiredShardLevelMetrics: is not supported'],
  ['a stream without shards', 'Readings', 'ShardCount', 0, 'Resources.Readings.Properties.ShardCount: 0 is not a whole number from 1 to 1000'],
  ['a retention above a year', 'Readings', 'RetentionPeriodHours', 8761, 'RetentionPeriodHours: 8761 is not a whole number from 24 to 8760'],
  ['records above 10 MiB', 'Readings', 'MaxRecordSizeInKiB', 10_241, 'MaxRecordSizeInKiB: 10241 is not a whole number from 1024 to 10240'],
  ['a tumbling window', 'Mapping', 'TumblingWindowInSeconds', 60, 'Resources.Mapping.Properties.TumblingWindowInSeconds: is not supported'],
  ['filters', 'Mapping', 'FilterCriteria', { Filters: [] }, 'Resources.Mapping.Properties.FilterCriteria: is not supported'],
  ['a queue as the source', 'Mapping', 'EventSourceArn', 'arn:aws:sqs:us-east-1:123456789012:queue', 'EventSourceArn: arn:aws:sqs:us-east-1:123456789012:queue is not a Kinesis stream: other sources are not supported'],
  ['a consumer of its own', 'Mapping', 'EventSourceArn', 'arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1', 'is not a Kinesis stream'],
  ['a batch of none', 'Mapping', 'BatchSize', 0, 'BatchSize: 0 is not a whole number from 1 to 10000'],
  ['a parallelization of eleven', 'Mapping', 'ParallelizationFactor', 11, 'ParallelizationFactor: 11 is not a whole number from 1 to 10'],
  ['a window above five minutes', 'Mapping', 'MaximumBatchingWindowInSeconds', 301, 'MaximumBatchingWindowInSeconds: 301'],
  ['an age under a minute', 'Mapping', 'MaximumRecordAgeInSeconds', 59, 'MaximumRecordAgeInSeconds: 59 is neither -1 nor at least 60'],
  ['a position that is none', 'Mapping', 'StartingPosition', 'NEWEST', 'StartingPosition: NEWEST is not a position in a stream'],
  ['another response type', 'Mapping', 'FunctionResponseTypes', ['All'], 'FunctionResponseTypes: All is not supported'],
  ['a destination of successes', 'Mapping', 'DestinationConfig', { OnSuccess: { Destination: 'x' } }, 'DestinationConfig.OnSuccess: is not supported'],
  ['a queue as the destination', 'Mapping', 'DestinationConfig', { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:letters' } }, 'DestinationConfig.OnFailure.Destination: arn:aws:sqs:us-east-1:123456789012:letters is not a bucket: other destinations are not supported'],
  ['a function of elsewhere', 'Mapping', 'FunctionName', 'other', 'FunctionName: other is no function of the template'],
  ['a second mapping of one function and stream', 'BareMapping', 'EventSourceArn', streamArn, 'Resources.BareMapping.Properties.FunctionName: fleet-local-ingest-kinesis reads fleet-local-readings through another mapping already'],
])('%s is refused', (_, logicalId, property, value, message) => {
  expect(() => packagedService(withProperty(logicalId, property, value), '/package')).toThrow(message);
});
