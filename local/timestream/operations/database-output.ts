/** A database as the operations show it. */
import type { RequestContext } from '../protocol/request-context';
import { databaseArn } from '../resource-arn';
import type { DatabaseDefinition } from '../store/definitions';

export function databaseOutput({ name, kmsKeyId, createdMs, updatedMs }: DatabaseDefinition, context: RequestContext): object {
  return {
    Arn: databaseArn(name, context),
    DatabaseName: name,
    TableCount: context.store.databases.tables(name).length,
    KmsKeyId: kmsKeyId,
    CreationTime: createdMs / 1000,
    LastUpdatedTime: updatedMs / 1000,
  };
}
