/** The local Kinesis in a temporary folder with a clock that stands still, and the official client on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, type KinesisClientConfig, PutRecordCommand, type ShardIteratorType } from '@aws-sdk/client-kinesis';
import { type KinesisOptions, type RunningKinesis, startKinesis } from '../../../local/kinesis/server';

export class KinesisService {
  nowMs = Date.UTC(2026, 5, 1, 12);
  readonly warnings: string[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'kinesis-'));
  server!: RunningKinesis;
  client!: KinesisClient;
  #clients: KinesisClient[] = [];

  async start(options: Partial<KinesisOptions> = {}): Promise<this> {
    this.server = await startKinesis({ folder: this.folder, now: () => this.nowMs, warn: (line) => void this.warnings.push(line), ...options });
    this.client = this.connect();
    return this;
  }

  /** Another client; without more it speaks HTTP/2, as it does by default. */
  connect(config: KinesisClientConfig = {}): KinesisClient {
    const client = new KinesisClient({ endpoint: this.server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1, ...config });
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.destroy();
    await this.server.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  async create(StreamName: string, ShardCount = 1): Promise<void> {
    await this.client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  }

  /** @returns its sequence number */
  async put(StreamName: string, data: string, PartitionKey = 'key'): Promise<string> {
    return (await this.client.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(data) }))).SequenceNumber ?? '';
  }

  async iterator(StreamName: string, ShardIteratorType: ShardIteratorType, place: { StartingSequenceNumber?: string; Timestamp?: Date } = {}, ShardId = 'shardId-000000000000'): Promise<string> {
    return (await this.client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType, ...place }))).ShardIterator ?? '';
  }

  /** What the records from an iterator on say. */
  async dataFrom(ShardIterator: string): Promise<string[]> {
    const { Records = [] } = await this.client.send(new GetRecordsCommand({ ShardIterator }));
    return Records.map(({ Data }) => Buffer.from(Data!).toString());
  }

  /** All that the first shard gives. */
  async dataOf(streamName: string): Promise<string[]> {
    return this.dataFrom(await this.iterator(streamName, 'TRIM_HORIZON'));
  }
}
