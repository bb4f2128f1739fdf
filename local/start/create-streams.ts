/** Brings the local Kinesis to what the template says: makes missing streams, updates settings, deletes nothing; start-servers calls it. */
import type { Stream } from '../kinesis/store/stream';
import type { Streams } from '../kinesis/store/streams';
import type { PackagedStream } from '../template/packaged-service';

/** @throws Error naming the streams whose shards would have to change, which local streams cannot; nothing is changed then */
export async function createStreams(streams: Streams, wanted: readonly PackagedStream[]): Promise<void> {
  const conflicts = wanted.flatMap((stream) => shardConflict(stream, streams.find(stream.name)) ?? []);
  if (conflicts.length > 0) throw new Error(conflicts.join('\n'));
  for (const stream of wanted) {
    const { name, shards: shardCount, onDemand, retentionHours, maxRecordSizeKib, tags } = stream;
    const existing = streams.find(name);
    if (existing === undefined) await streams.create({ name, shardCount, mode: onDemand ? 'ON_DEMAND' : 'PROVISIONED', retentionHours, maxRecordSizeKib, tags });
    else await existing.change({ retentionHours, maxRecordSizeKib, tags });
  }
}

function shardConflict({ name, shards }: PackagedStream, existing: Stream | undefined): string | undefined {
  if (existing === undefined || existing.shards.length === shards) return undefined;
  return `${name}: the stream has ${existing.shards.length} shards and cannot get ${shards} here; give it another name, or start with another data folder`;
}
