/** What an event-source mapping is set to and what it works with; start-event-source-mapping makes it, everything beside reads it. */

import type { Shard } from '../store/shard';

/** What a mapping needs of a shard. */
export type SourceShard = Pick<Shard, 'id' | 'lastCounter' | 'retentionMs' | 'read' | 'counterBefore' | 'moreThan'>;

export interface SourceStream {
  readonly arn: string;
  readonly definition: { readonly name: string; readonly createdMs: number };
  readonly shards: readonly SourceShard[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
export interface MappingSettings {
  readonly functionArn: string;
  /** The role that stands in the event. */
  readonly invokeIdentityArn: string;
  readonly startingPosition: StartingPosition;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  /** Batches of one shard that run at once. */
  readonly parallelizationFactor: number;
  readonly bisectOnFunctionError: boolean;
  /** Whether the function's answer may name records that failed. */
  readonly reportsItemFailures: boolean;
  /** Absent: until the records expire. */
  readonly maximumRetryAttempts?: number;
  /** Absent: until the records expire. */
  readonly maximumRecordAgeMs?: number;
  /** The ARN that receives the record of a batch that was given up; without it, such records are dropped. */
  readonly onFailure?: string;
}

export type StartingPosition =
  | { readonly kind: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly kind: 'AT_TIMESTAMP'; readonly timestampMs: number };

/** What an invocation gives back: the function's answer, or the error it ended with. */
export type InvocationResult = { readonly payload: unknown } | { readonly functionError: { readonly errorMessage: string } };

export interface Mapping {
  /** A UUID: the name of its checkpoints and a part of its failure records' keys. */
  readonly id: string;
  readonly streamArn: string;
  readonly settings: MappingSettings;
  /** Throws when the function is not reached: throttled, unknown, or the event is too large. */
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  readonly putFailure: (destinationArn: string, key: string, body: string) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves when the time is over, or at once when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long to wait after so many failures in a row, from 1. */
  readonly retryDelayMs: (failures: number) => number;
  readonly log: (line: string) => void;
  /** Ends reading and waiting; invocations that run finish. */
  readonly stopping: AbortSignal;
}
