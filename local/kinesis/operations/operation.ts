/** What every operation is given and gives back; index lists them, answer-request calls them. */
import type { Streams } from '../store/streams';
import type { Throughput } from '../throughput';
import type { Input } from './input';

export interface OperationContext {
  readonly streams: Streams;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly warn: (line: string) => void;
  /** Undefined where shards take whatever comes. */
  readonly throughput: Throughput | undefined;
}

/** Gives back the members of the answer; nothing for those that answer with an empty body. */
export type Operation = (input: Input, context: OperationContext) => Promise<object | undefined> | object | undefined;
