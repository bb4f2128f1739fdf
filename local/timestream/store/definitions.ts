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

export interface MagneticStoreWrites {
  readonly enabled: boolean;
  /** Where records go that the magnetic store drops, as it was given. */
  readonly rejectedDataLocation?: object;
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
  readonly magneticStoreWrites: MagneticStoreWrites;
  readonly partitionKey: PartitionKey;
  readonly tags: readonly Tag[];
  readonly createdMs: number;
  readonly updatedMs: number;
}
