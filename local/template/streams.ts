/** The Kinesis streams with shards, retention and tags; local/start makes them. */
import type { PackagedStream } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html */
const defaultRetentionHours = 24;
const defaultRecordSizeKib = 1024;
const defaultShards = 1;
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
      shards: onDemand ? onDemandShards : properties.optionalNumber('ShardCount') ?? defaultShards,
      retentionHours: properties.optionalNumber('RetentionPeriodHours') ?? defaultRetentionHours,
      maxRecordSizeKib: properties.optionalNumber('MaxRecordSizeInKiB') ?? defaultRecordSizeKib,
      tags: Object.fromEntries(properties.children('Tags').map((tag) => [tag.text('Key'), tag.optionalText('Value') ?? ''])),
    };
  });
}
