/** What a packaged service consists of, as plain values: read from the template here, handed out to the parts by local/start. */

export interface PackagedService {
  readonly functions: readonly PackagedFunction[];
  readonly routes: readonly PackagedRoute[];
  readonly rules: readonly PackagedRule[];
  readonly databases: readonly string[];
  readonly tables: readonly PackagedTable[];
  readonly buckets: readonly string[];
  readonly notifications: readonly PackagedNotification[];
  readonly streams: readonly PackagedStream[];
  readonly eventSourceMappings: readonly PackagedMapping[];
}

export interface PackagedFunction {
  readonly name: string;
  readonly arn: string;
  /** `functions/ingest-iot.handler`: the module inside the zip and its export. */
  readonly handler: string;
  /** The zip as an absolute path. */
  readonly zip: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
  readonly asynchronous: AsynchronousSettings;
}

export interface AsynchronousSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeMs: number;
  /** The ARN that receives the record of an event that failed for good. */
  readonly onFailure?: string;
}

export interface PackagedRoute {
  /** `GET`, or `ANY` for every method. */
  readonly method: string;
  /** With parameters in braces: `/v1/tables/{table}`. */
  readonly path: string;
  readonly functionName: string;
  /** True when a verified JWT stands before the function. */
  readonly authorizer: boolean;
  /** The token must have one of them, where the route names any. */
  readonly scopes?: readonly string[];
}

export interface PackagedRule {
  readonly name: string;
  readonly sql: string;
  readonly sqlVersion: string;
  readonly actions: readonly RuleAction[];
  readonly errorAction?: RuleAction;
}

/** Texts may hold substitution templates such as `${topic()}`; the rule runner fills them in. */
export type RuleAction =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'kinesis'; readonly streamName: string; readonly partitionKey?: string }
  | {
    readonly kind: 'timestream';
    readonly databaseName: string;
    readonly tableName: string;
    readonly dimensions: readonly { readonly name: string; readonly value: string }[];
    readonly timestamp?: { readonly value: string; readonly unit: string };
  };

export interface BucketLocation {
  readonly bucketName: string;
  readonly keyPrefix?: string;
}

/** From a bucket to a function. */
export interface PackagedNotification {
  readonly bucket: string;
  readonly functionArn: string;
  /** `s3:ObjectCreated:*` or one of its kinds. */
  readonly events: readonly string[];
  /** Of the key; empty for any. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface PackagedTable {
  readonly databaseName: string;
  readonly tableName: string;
  readonly memoryHours: number;
  readonly magneticDays: number;
  readonly magneticWrites: boolean;
  /** Where reports go on records that the magnetic store did not keep. */
  readonly rejectedDataLocation?: BucketLocation;
  readonly partitionKey?: PartitionKey;
}

export interface PartitionKey {
  readonly type: 'DIMENSION' | 'MEASURE';
  /** The dimension; absent when the measure name is the key. */
  readonly name?: string;
  readonly enforcement?: 'REQUIRED' | 'OPTIONAL';
}

export interface PackagedStream {
  readonly name: string;
  readonly onDemand: boolean;
  readonly shards: number;
  readonly retentionHours: number;
  readonly maxRecordSizeKib: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** From a stream to a function. */
export interface PackagedMapping {
  readonly functionName: string;
  /** The ARN of the function's role, which stands in its events. */
  readonly functionRole: string;
  readonly streamName: string;
  readonly startingPosition: MappingStart;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  /** Batches of one shard that run at once. */
  readonly parallelizationFactor: number;
  readonly bisectOnFunctionError: boolean;
  readonly reportsItemFailures: boolean;
  /** Absent: as long as the record lasts. */
  readonly maximumRetryAttempts?: number;
  /** Absent: as long as the record lasts. */
  readonly maximumRecordAgeMs?: number;
  /** The ARN that receives the record of a batch that was given up. */
  readonly onFailure?: string;
}

export type MappingStart =
  | { readonly kind: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly kind: 'AT_TIMESTAMP'; readonly timestampMs: number };
