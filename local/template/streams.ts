/** The Kinesis streams with shards, retention and tags; local/start makes them. */
import { boundedNumber } from './bounded-number';
import type { PackagedStream } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** Defaults and bounds: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html */
const bounds = {
  ShardCount: { least: 1, most: 1000, otherwise: 1 },
  RetentionPeriodHours: { least: 24, most: 8760, otherwise: 24 },
  MaxRecordSizeInKiB: { least: 1024, most: 10_240, otherwise: 1024 },
} as const;
/** What an on-demand stream begins with: https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const onDemandShards = 4;

/** Encryption at rest changes nothing for those who write and read; the local stream has none. */
const known = ['Name', 'ShardCount', 'StreamModeDetails', 'RetentionPeriodHours', 'MaxRecordSizeInKiB', 'StreamEncryption', 'Tags'];

export function streamsOf(resolver: Resolver): readonly PackagedStream[] {
  return resolver.resources('AWS::Kinesis::Stream').map((resource) => {
    const properties = Properties.of(resource, resolver);
    properties.refuseOthers(known);
    const onDemand = properties.optionalChild('StreamModeDetails')?.text('StreamMode') === 'ON_DEMAND';
    return {
      name: properties.optionalText('Name') ?? resource.logicalId,
      onDemand,
      shards: onDemand ? onDemandShards : boundedNumber(properties, 'ShardCount', bounds.ShardCount),
      retentionHours: boundedNumber(properties, 'RetentionPeriodHours', bounds.RetentionPeriodHours),
      maxRecordSizeKib: boundedNumber(properties, 'MaxRecordSizeInKiB', bounds.MaxRecordSizeInKiB),
      tags: Object.fromEntries(properties.children('Tags').map((tag) => [tag.text('Key'), tag.optionalText('Value') ?? ''])),
    };
  });
}
