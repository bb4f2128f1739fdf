/** What tables.json says once it is checked: the typed definitions every other part derives from. */

export type MeasureType = 'DOUBLE' | 'BIGINT' | 'VARCHAR' | 'BOOLEAN' | 'TIMESTAMP';

/** Where a value comes from in a message: `topic(2)`, `clientid()` or a path such as `$.gps.speed`. */
export type ValuePath =
  | { readonly kind: 'topic'; readonly level: number }
  | { readonly kind: 'client-id' }
  | { readonly kind: 'payload'; readonly keys: readonly string[] };

export interface DimensionDefinition {
  readonly name: string;
  /** Alternatives, first hit wins; two hits that disagree are an identity conflict. */
  readonly from: readonly ValuePath[];
  readonly required: boolean;
  /** A keyed hash of the value is written in its place. */
  readonly hash?: 'hmac';
  /** The key, once a function has put it in (with-hash-key); a hashed dimension is not decoded without. */
  readonly hashKey?: string;
}

export interface MeasureDefinition {
  readonly name: string;
  readonly type: MeasureType;
  readonly from: readonly ValuePath[];
  /** UCUM code or plain text, shown and never computed with. */
  readonly unit?: string;
  /** The value is multiplied by this before it is checked and written. */
  readonly scale?: number;
  /** Limits of the scaled value. */
  readonly min?: number;
  readonly max?: number;
  /** The only texts a VARCHAR may have. */
  readonly enum?: readonly string[];
  /** A counter only rises, but for resets. */
  readonly kind: 'gauge' | 'counter';
  /** Known, so that its field is not counted as ignored, and asked for, but no longer written. */
  readonly retired: boolean;
  readonly policy: MeasurePolicy;
}

/**
 * What becomes of a value that cannot be written as it is: `reject` dead-letters the whole reading, `skip` leaves the one value
 * out and counts it.
 */
export interface MeasurePolicy {
  readonly ifNull: 'skip' | 'reject';
  /** Empty text. */
  readonly ifEmpty: 'skip' | 'reject';
  readonly ifNotFinite: 'skip' | 'reject';
  readonly ifTooLong: 'truncate' | 'skip' | 'reject';
  readonly ifOutOfRange: 'clamp' | 'skip' | 'reject';
  readonly ifNotInEnum: 'skip' | 'reject';
}

export const defaultMeasurePolicy: MeasurePolicy = {
  ifNull: 'skip',
  ifEmpty: 'skip',
  ifNotFinite: 'reject',
  ifTooLong: 'reject',
  ifOutOfRange: 'reject',
  ifNotInEnum: 'reject',
};

export type TimeFormat = 'auto' | 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns' | 'iso8601';

export interface TimeDefinition {
  readonly from: readonly ValuePath[];
  readonly format: TimeFormat;
  readonly ifMissing: 'received' | 'reject';
  /** More than 15 minutes ahead of the receipt: such a reading is dead-lettered, or gets the time it was received. */
  readonly ifFuture: 'received' | 'reject';
  /** Older than the table keeps: Timestream refuses it, or it gets the time it was received. */
  readonly ifAncient: 'received' | 'reject';
}

export interface SourceDefinition {
  /** An MQTT topic filter such as `sensors/+/telemetry`. */
  readonly topic: string;
  /** `direct`: an IoT rule calls the function for each message; `stream`: through Kinesis, many messages at a time. */
  readonly via: 'direct' | 'stream';
  /** Of the readings of this source: its own, or else the table's. */
  readonly measureName: string;
  /** Keys that lead to an array: each element is a reading that inherits the fields around the array. */
  readonly each?: readonly string[];
  /** All must hold for a message to belong to this source; empty: every message does. */
  readonly when: readonly SourceCondition[];
}

export interface SourceCondition {
  readonly keys: readonly string[];
  readonly value: string | number | boolean;
}

export interface RetentionDefinition {
  readonly memoryHours: number;
  readonly magneticDays: number;
  /** True lets readings older than the memory store in (magnetic-store writes). */
  readonly lateArrivals: boolean;
}

export interface TableDefinition {
  readonly name: string;
  /** Empty for tables that no device publishes to, such as the KPI table. */
  readonly sources: readonly SourceDefinition[];
  /** `event`: two rows of one device may share a millisecond. */
  readonly kind: 'series' | 'event';
  readonly time: TimeDefinition;
  readonly measureName: string;
  readonly dimensions: readonly DimensionDefinition[];
  readonly measures: readonly MeasureDefinition[];
  readonly partitionKey?: string;
  readonly retention: RetentionDefinition;
  readonly expected?: { readonly devices: number; readonly everyMs: number };
  /** Where the version of a reading is, so that a corrected one wins; without it every reading has version 1. */
  readonly version?: { readonly from: readonly ValuePath[] };
  /** Somebody else made this table: it is never created, altered or deleted. */
  readonly existing: boolean;
}

export interface ServiceDefinition {
  readonly service: string;
  /** The database of stage `local`; other stages have `<service>-<stage>` unless pinned. */
  readonly database: { readonly local: string; readonly pinned?: string };
  readonly tables: readonly TableDefinition[];
  /** True when a source is via stream, or the file asks for one because gateways put records themselves. */
  readonly stream: boolean;
  /** The key that encrypts the deployed database. */
  readonly kmsKeyId?: string;
  /** Put on every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
}
