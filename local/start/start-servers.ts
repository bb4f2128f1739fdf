/** Starts what the functions talk to, Timestream, Kinesis and S3, and makes the template's resources in them; stack does it while packaging runs. */
import { startKinesis } from '../kinesis/server';
import type { Streams } from '../kinesis/store/streams';
import { startS3 } from '../s3/server';
import { EventQueue } from '../lambda/event-queue';
import type { PackagedService } from '../template/packaged-service';
import { startTimestream } from '../timestream/server';
import { BucketWriter } from './bucket-writer';
import { clientAddress } from './client-address';
import { createStreams } from './create-streams';
import { createTables } from './create-tables';
import { startOnPort } from './start-on-port';
import type { Starting } from './starting';

export interface Servers {
  readonly endpoints: { readonly timestream: string; readonly kinesis: string; readonly s3: string };
  readonly buckets: BucketWriter;
  /** Takes asynchronous events from the beginning; start-service has them delivered. */
  readonly events: EventQueue;
  readonly streams: Streams;
  /** Resolves once the record is on disk. */
  putStreamRecord(streamName: string, partitionKey: string, data: Buffer): Promise<void>;
  /** Makes or updates databases, tables, buckets and streams; deletes nothing. */
  createResources(service: PackagedService): Promise<void>;
}

const nsPerMs = 1_000_000n;

/** @throws PortError, or what keeps a server from starting, such as data it cannot read */
export async function startServers({ settings, data, closers, log, now }: Starting): Promise<Servers> {
  const { host } = settings;
  const events = await EventQueue.open({ folder: data.lambda, now, log: (line) => { log(`lambda: ${line}`); } });
  closers.add(() => events.close());
  const notify = (functionArn: string, event: object): Promise<void> => events.accept(functionArn, event);
  const s3 = await startOnPort(settings.s3, (port) => startS3({ port, host, folder: data.s3, notify, now, warn: (line) => { log(`s3: ${line}`); } }), log);
  closers.add(() => s3.close());
  // In this process: a killed stack leaves no server behind that holds the data folder.
  const timestream = await startOnPort(settings.timestream, (port) => startTimestream({ port, host, data: data.timestream, nowNs: () => BigInt(now()) * nsPerMs, s3Endpoint: clientAddress('http', host, s3.port), warn: (line) => { log(`timestream: ${line}`); } }), log);
  closers.add(() => timestream.close());
  const kinesis = await startOnPort(settings.kinesis, (port) => startKinesis({ port, host, folder: data.kinesis, now, warn: (line) => { log(`kinesis: ${line}`); } }), log);
  closers.add(() => kinesis.close());
  const endpoints = { timestream: clientAddress('http', host, timestream.port), kinesis: clientAddress('http', host, kinesis.port), s3: clientAddress('http', host, s3.port) };
  const buckets = new BucketWriter(endpoints.s3);
  closers.add(() => { buckets.close(); });
  return {
    endpoints,
    buckets,
    events,
    streams: kinesis.streams,
    putStreamRecord: (streamName, partitionKey, data) => kinesis.put(streamName, partitionKey, data),
    async createResources(service) {
      await createTables(endpoints.timestream, service.databases, service.tables);
      await buckets.create(service.buckets);
      await s3.setNotifications(service.notifications);
      await createStreams(kinesis.streams, service.streams);
    },
  };
}
