/** A database as the operations show it. */
import type { RequestContext } from '../protocol/request-context';
import type { DatabaseDefinition } from '../store/definitions';

export function databaseOutput({ name, kmsKeyId, createdMs, updatedMs }: DatabaseDefinition, { store, region, accountId }: RequestContext): object {
  return {
    Arn: databaseArn(name, region, accountId),
    DatabaseName: name,
    TableCount: store.databases.tables(name).length,
    KmsKeyId: kmsKeyId,
    CreationTime: createdMs / 1000,
    LastUpdatedTime: updatedMs / 1000,
  };
}

export function databaseArn(name: string, region: string, accountId: string): string {
  return `arn:aws:timestream:${region}:${accountId}:database/${name}`;
}
