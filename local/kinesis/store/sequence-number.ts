/**
 * The sequence number of a record: 56 digits that grow within a shard and occur once in a stream, as the service gives them.
 *
 * The service does not document its layout. Here it is, from the top: the digit 2, seconds of the stream's creation (36 bits),
 * the record's counter in its shard (64), its arrival in milliseconds (48), the shard (32), the digit 2.
 */

export interface SequenceNumber {
  /** Epoch seconds at which the stream was made: a later stream of the same name has other numbers. */
  readonly createdSeconds: number;
  readonly shard: number;
  /** 0 is the start of the shard, before its first record. */
  readonly counter: number;
  readonly arrivalMs: number;
}

const mark = 2n;

export function printSequenceNumber({ createdSeconds, shard, counter, arrivalMs }: SequenceNumber): string {
  const fields = [[36n, createdSeconds], [64n, counter], [48n, arrivalMs], [32n, shard], [4n, mark]] as const;
  return fields.reduce((number, [bits, value]) => (number << bits) | BigInt(value), mark).toString();
}

/** @returns undefined when it has not the form of one */
export function parseSequenceNumber(text: string): SequenceNumber | undefined {
  if (!/^\d{56}$/.test(text)) return undefined;
  let rest = BigInt(text);
  const take = (bits: bigint): number => {
    const value = rest & ((1n << bits) - 1n);
    rest >>= bits;
    return Number(value);
  };
  const lowMark = take(4n);
  const shard = take(32n);
  const arrivalMs = take(48n);
  const counter = take(64n);
  const createdSeconds = take(36n);
  return rest === mark && lowMark === Number(mark) ? { createdSeconds, shard, counter, arrivalMs } : undefined;
}
