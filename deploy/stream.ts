/** The Kinesis stream for gateways and busy fleets, and the mapping that hands its records to functions/ingest-kinesis. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { arnOf, logicalId, ref, retained, type Output, type Resources } from './cloudformation';
import { deadLetterBucketArn } from './dead-letters';
import { functionId, type Names } from './names';

const ingestFunction = 'ingest-kinesis';

/** One shard takes 1000 records a second; a stream without readers or writers costs by the shard. */
const shards = 1;
const streamRetentionHours = 24;

/**
 * Lambda's default age would try one bad record for as long as the stream keeps it, and nothing behind it would be written.
 * Attempts have the highest bound that Lambda takes, so that the age decides: what fails fast (no permission, no table, an
 * outage) spends attempts in minutes, and good readings would be given up long before somebody could help. A bad reading
 * needs no attempts: the function dead-letters it. What breaks the function itself is cut out of its batch by bisecting.
 */
const mapping = {
  BatchSize: 500,
  MaximumBatchingWindowInSeconds: 5,
  ParallelizationFactor: 2,
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  BisectBatchOnFunctionError: true,
  MaximumRetryAttempts: 10_000,
  MaximumRecordAgeInSeconds: 6 * 3600,
};

export const streamId = (names: Names): string => logicalId('Stream', names.stream);

/** Only where something asks for it (docs/decisions/0011-a-stream-when-asked-for.md). */
export function streamResources({ stream }: ServiceDefinition, names: Names): Resources {
  return !stream ? {} : {
    [streamId(names)]: retained({
      Type: 'AWS::Kinesis::Stream',
      Properties: {
        Name: names.stream,
        ShardCount: shards,
        RetentionPeriodHours: streamRetentionHours,
        StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      },
    }),
    IngestKinesisMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        ...mapping,
        EventSourceArn: arnOf(streamId(names)),
        FunctionName: arnOf(functionId(ingestFunction)),
        DestinationConfig: { OnFailure: { Destination: deadLetterBucketArn(names) } },
      },
    },
  };
}

export function streamOutputs({ stream }: ServiceDefinition, names: Names): Readonly<Record<string, Output>> {
  return !stream ? {} : { StreamName: { Description: 'The stream that gateways put records into', Value: ref(streamId(names)) } };
}
