/** What a device said, in our words: the border between message formats (from-*) and Timestream records. Classes, not literals: decision 0015. */
import type { DeadLetterReason } from '../errors';
import type { MeasureType, TableDefinition } from '../tables/definition';

export interface ReadingDimension {
  readonly name: string;
  readonly value: string;
}

export class ReadingMeasure {
  constructor(
    readonly name: string,
    readonly type: MeasureType,
    /** Already in Timestream's text form: the declared type is law. TIMESTAMP is epoch nanoseconds. */
    readonly value: string,
  ) {}
}

export class Reading {
  constructor(
    readonly table: TableDefinition,
    readonly dimensions: readonly ReadingDimension[],
    readonly measureName: string,
    readonly timeNs: bigint,
    readonly version: number,
    readonly measures: readonly ReadingMeasure[],
  ) {}
}

/** Where a reading stood in what was received; a replay has the same position. */
export class SourcePosition {
  constructor(
    /** Stable over redeliveries: a hash of the message for IoT, shard and sequence number for Kinesis. */
    readonly message: string,
    /** Which of the readings in the message, those that are refused counted too; 0 when it is the only one. */
    readonly index: number,
  ) {}
}

export class WellFormedReading {
  readonly kind = 'reading';

  constructor(
    readonly reading: Reading,
    readonly position: SourcePosition,
  ) {}
}

export type DecodedReading =
  | WellFormedReading
  | { readonly kind: 'malformed'; readonly reason: DeadLetterReason; readonly detail: string; readonly position: SourcePosition };
