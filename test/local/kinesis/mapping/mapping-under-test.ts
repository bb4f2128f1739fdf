/** An event-source mapping on a stream in memory with a clock that stands still, and everything it did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvocationResult, MappingSettings } from '../../../../local/kinesis/mapping/mapping';
import { type EventSourceMapping, startEventSourceMapping } from '../../../../local/kinesis/mapping/start-event-source-mapping';
import { FakeClock } from './fake-clock';
import { MemoryStream } from './memory-stream';

export interface StreamEvent {
  readonly Records: readonly { readonly eventID: string; readonly kinesis: { readonly partitionKey: string; readonly sequenceNumber: string; readonly data: string } }[];
}

export interface FailureDocument {
  readonly requestContext: { readonly condition: string; readonly approximateInvokeCount: number; readonly functionArn: string };
  readonly responseContext?: object;
  readonly KinesisBatchInfo: { readonly batchSize: number; readonly startSequenceNumber: string; readonly endSequenceNumber: string };
  readonly payload: string;
}

export const settings: MappingSettings = {
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ingest',
  invokeIdentityArn: 'arn:aws:iam::123456789012:role/ingest',
  startingPosition: { kind: 'TRIM_HORIZON' },
  batchSize: 100,
  batchingWindowMs: 0,
  parallelizationFactor: 1,
  bisectOnFunctionError: false,
  reportsItemFailures: true,
};

/** What the records of an event say. */
export function dataOf({ Records }: StreamEvent): string[] {
  return Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
}

/** A partial batch response that names the records with these data. */
export function itemFailures(event: StreamEvent, ...data: readonly string[]): InvocationResult {
  const failed = event.Records.filter((_, at) => data.includes(dataOf(event)[at]!));
  return { payload: { batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) } };
}

export const handled: InvocationResult = { payload: { batchItemFailures: [] } };
export const functionError: InvocationResult = { functionError: { errorMessage: 'it broke' } };

export class MappingUnderTest {
  readonly clock = new FakeClock();
  readonly stream = new MemoryStream(this.clock.now);
  readonly folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  /** Batches as the function got them. */
  readonly batches: string[][] = [];
  readonly events: StreamEvent[] = [];
  readonly failures: { readonly destination: string; readonly key: string; readonly document: FailureDocument }[] = [];
  readonly lines: string[] = [];
  answer: (event: StreamEvent) => InvocationResult | Promise<InvocationResult> = () => handled;
  hasDestination = true;
  putFailure: () => Promise<void> = async () => undefined;
  #mapping: EventSourceMapping | undefined;

  async start(changes: Partial<MappingSettings> = {}): Promise<void> {
    this.#mapping = await startEventSourceMapping({
      stream: this.stream,
      settings: { ...settings, ...changes, ...(this.hasDestination ? { onFailure: 'arn:aws:s3:::letters' } : {}) },
      folder: this.folder,
      now: this.clock.now,
      wait: this.clock.wait,
      retryDelayMs: (failures) => failures * 1000,
      log: (line) => void this.lines.push(line),
      invoke: async (event) => {
        const streamEvent = event as StreamEvent; // what the mapping sends is what these tests are about
        this.events.push(streamEvent);
        this.batches.push(dataOf(streamEvent));
        return this.answer(streamEvent);
      },
      putFailure: async (destination, key, body) => {
        await this.putFailure();
        this.failures.push({ destination, key, document: JSON.parse(body) as FailureDocument });
      },
    });
  }

  put(...data: readonly string[]): void {
    for (const each of data) this.stream.put('key', each);
  }

  /** The data of the records in the failure records. */
  get givenUp(): string[] {
    return this.failures.flatMap(({ document }) => dataOf(JSON.parse(document.payload) as StreamEvent));
  }

  async stop(): Promise<void> {
    await this.#mapping?.close();
    this.#mapping = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }
}
