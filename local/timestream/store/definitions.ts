/** What a database and a table were declared to be; the operations make them, stored-definitions keeps them. */

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface DatabaseDefinition {
  readonly name: string;
  readonly kmsKeyId: string;
  readonly tags: readonly Tag[];
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Retention {
  readonly memoryHours: number;
  readonly magneticDays: number;
}

/** Where reports go on records that the magnetic store drops, as the API writes it. */
export interface RejectedDataLocation {
  readonly S3Configuration: {
    readonly BucketName: string;
    readonly ObjectKeyPrefix?: string | undefined;
    readonly EncryptionOption?: string | undefined;
    readonly KmsKeyId?: string | undefined;
  };
}

export interface MagneticStoreWrites {
  readonly enabled: boolean;
  readonly rejectedDataLocation?: RejectedDataLocation;
}

export type PartitionKey =
  | { readonly type: 'MEASURE' }
  | { readonly type: 'DIMENSION'; readonly name: string; readonly enforcement: 'REQUIRED' | 'OPTIONAL' };

export interface TableDefinition {
  readonly databaseName: string;
  readonly tableName: string;
  readonly retention: Retention;
  /** Nanoseconds: widening the retention does not open the past, so the memory store never starts before this. */
  readonly memoryStoreFromNs: string;
  /** Nanoseconds: what had expired when the retention was changed stays expired. Absent until then. */
  readonly expiredBeforeNs?: string;
  readonly magneticStoreWrites: MagneticStoreWrites;
  readonly partitionKey: PartitionKey;
  readonly tags: readonly Tag[];
  readonly createdMs: number;
  readonly updatedMs: number;
}
