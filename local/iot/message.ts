/** What a device published, as the journal keeps it and the rules see it. */

export interface Message {
  /** The one rule that the message is for, by Basic Ingest; its topic is without that prefix then. */
  readonly rule?: string;
  readonly topic: string;
  readonly clientId: string;
  /** Epoch milliseconds by the broker's clock; a replayed message keeps its first one. */
  readonly receivedAt: number;
  readonly payload: Buffer;
}
