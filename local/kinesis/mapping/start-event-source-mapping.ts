/** Runs a function on the records of a stream as Lambda's event-source mapping does; local/start hands it stream, function and destination. */
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checkpoints } from './checkpoints';
import type { Mapping, MappingSettings, SourceStream } from './mapping';
import { ShardConsumer } from './shard-consumer';

export interface MappingOptions extends Pick<Mapping, 'invoke' | 'putFailure' | 'log'> {
  readonly stream: SourceStream;
  readonly settings: MappingSettings;
  /** Holds the checkpoints of all mappings. */
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now?: Mapping['now'];
  readonly wait?: Mapping['wait'];
  readonly retryDelayMs?: Mapping['retryDelayMs'];
}

export interface EventSourceMapping {
  /** Reads no more, lets the invocations that run finish, and writes the checkpoints; may be called again. */
  close(): Promise<void>;
}

const firstRetryMs = 250;
const longestRetryMs = 60_000;

/** Resolves when the place to read from is on disk, so that records put from now on are delivered. @throws Error when checkpoints cannot be read or written */
export async function startEventSourceMapping(options: MappingOptions): Promise<EventSourceMapping> {
  const { stream, settings, folder, now = Date.now, wait = waitFor, retryDelayMs = growingDelayMs } = options;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // any number of shards and lanes may wait
  const id = mappingId(stream.arn, settings.functionArn);
  const log = (line: string): void => { options.log(`${stream.definition.name}: ${line}`); };
  const mapping: Mapping = { ...options, id, streamArn: stream.arn, now, wait, retryDelayMs, log, stopping: stopping.signal };
  const checkpoints = await Checkpoints.open(join(folder, `${id}.json`), stream.definition.createdMs, log);
  const consumers = stream.shards.map((shard) => new ShardConsumer(shard, mapping, checkpoints));
  for (const consumer of consumers) await consumer.begin();
  await checkpoints.flush();
  const running = Promise.all(consumers.map((consumer) => consumer.run()));
  running.catch((cause: unknown) => { log(`the mapping stopped: ${String(cause)}`); });
  return {
    async close() {
      stopping.abort();
      await running;
      // One that cannot be written was warned about: its records will be delivered again.
      await checkpoints.flush().catch(() => undefined);
    },
  };
}

/** AWS invents one; here it follows from stream and function, which no other mapping joins, so that it is the same after a restart. */
export function mappingId(streamArn: string, functionArn: string): string {
  const hex = createHash('sha256').update(`${streamArn} ${functionArn}`).digest('hex');
  // The form of a UUID made from a name (RFC 9562, version 8).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Exponential, as Lambda's, whose figures are not documented. */
function growingDelayMs(failures: number): number {
  return Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
