/** A message as it reached a function, and what was read from it: from-iot and from-kinesis make it, ingest takes it. */
import type { EpochUnit } from '../time';
import type { DecodedReading } from './reading';

/** How a message reached us; part of a dead letter's identity. */
export type ReadingSource = 'iot' | 'kinesis' | 'http';

export interface ReceivedMessage {
  readonly source: ReadingSource;
  /** Stable over redeliveries: a hash of the message for IoT, shard and sequence number for Kinesis. */
  readonly id: string;
  /** Base64 of the bytes that the device or gateway sent. */
  readonly payload: string;
  readonly topic?: string;
  readonly clientId?: string | undefined;
  /** The table that the path of an HTTP request names; every other source says it in the message or by its topic. */
  readonly table?: string;
  /** Of a line of line protocol, which does not say it itself; every other payload is JSON. */
  readonly precision?: EpochUnit;
  /** Epoch milliseconds; a redelivery has the same. */
  readonly receivedAtMs: number;
  /** How often a redrive has sent it again; 0 for what a source delivered. */
  readonly redriven: number;
}

export interface DecodedMessage {
  readonly message: ReceivedMessage;
  /** One for each reading in the message, never empty: a message without readings is one malformed reading. */
  readonly readings: readonly DecodedReading[];
  /** How many readings the message makes, where these are not all of them: a redrive may send only some again. */
  readonly readingsOfMessage?: number;
  /** How many fields no definition asks for. */
  readonly ignoredFields: number;
  /** How many values a policy of tables.json left out. */
  readonly skippedValues: number;
}
