/** What tables.json could say to cost less: printed by resources.cjs while the service is packaged, and never an error. */
import type { ServiceDefinition } from '../shared/tables/definition';

/**
 * Messages a second from which a table is better off with `via: "stream"`. Called directly, each message is an invocation
 * ($0.20 a million and 25 ms of 512 MB, $0.17) with a KPI record ($0.50) and a write of its own that is rounded up to a KiB
 * ($0.50). Through the stream it is a PUT ($0.014) and its part of a full write ($0.04). A shard, $11 a month, is paid back by three
 * messages a second; ten leave out those who would save less than $25 a month and have their readings five seconds later for it.
 * Far above, at some hundreds, the reserved concurrency of ingest-iot (20) is the limit.
 * https://aws.amazon.com/timestream/pricing/ https://aws.amazon.com/lambda/pricing/ https://aws.amazon.com/kinesis/data-streams/pricing/
 */
const streamFromMessagesPerSecond = 10;

/** One line for each table that should go through the stream. */
export function adviceOn({ tables }: ServiceDefinition): readonly string[] {
  return tables.flatMap(({ name, sources, expected }) => {
    if (expected === undefined || !sources.some(({ via }) => via === 'direct')) return [];
    const perSecond = expected.devices / (expected.everyMs / 1000);
    if (perSecond < streamFromMessagesPerSecond) return [];
    return [`tables.${name}: at the expected ${Math.round(perSecond)} messages a second its sources cost less via stream (from ${streamFromMessagesPerSecond} on; docs/tables.md)`];
  });
}
