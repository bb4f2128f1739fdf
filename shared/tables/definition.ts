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
}

export interface MeasureDefinition {
  readonly name: string;
  readonly type: MeasureType;
  readonly from: readonly ValuePath[];
  /** UCUM code or plain text, shown and never computed with. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
}

export type TimeFormat = 'auto' | 'epoch-s' | 'epoch-ms' | 'epoch-us' | 'epoch-ns' | 'iso8601';

export interface TimeDefinition {
  readonly from: readonly ValuePath[];
  readonly format: TimeFormat;
  readonly ifMissing: 'received' | 'reject';
}

export interface SourceDefinition {
  /** An MQTT topic filter such as `sensors/+/telemetry`. */
  readonly topic: string;
}

export interface RetentionDefinition {
  readonly memoryHours: number;
  readonly magneticDays: number;
  /** True lets readings older than the memory store in (magnetic-store writes). */
  readonly lateArrivals: boolean;
}

export interface TableDefinition {
  readonly name: string;
  /** Empty for tables that only functions write, such as the KPI table. */
  readonly sources: readonly SourceDefinition[];
  readonly time: TimeDefinition;
  readonly measureName: string;
  readonly dimensions: readonly DimensionDefinition[];
  readonly measures: readonly MeasureDefinition[];
  readonly partitionKey?: string;
  readonly retention: RetentionDefinition;
  readonly expected?: { readonly devices: number; readonly everyMs: number };
}

export interface ServiceDefinition {
  readonly service: string;
  /** The database of stage `local`; other stages have `<service>-<stage>` unless pinned. */
  readonly database: { readonly local: string; readonly pinned?: string };
  readonly tables: readonly TableDefinition[];
}
