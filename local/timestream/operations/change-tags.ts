/** The tags of a resource by its ARN, to read and to change; the three tag operations come here. */
import { ServiceError } from '../errors';
import type { RequestContext } from '../protocol/request-context';
import { resourceOf } from '../resource-arn';
import { existingDatabase, existingTable } from '../store/change-definitions';
import type { Tag } from '../store/definitions';

/** @throws ServiceError ResourceNotFoundException */
export function tagsOf(arn: string, { store: { databases } }: RequestContext): readonly Tag[] {
  const resource = resourceOf(arn);
  switch (resource.kind) {
    case 'database':
      return existingDatabase(databases, resource.databaseName).tags;
    case 'table':
      return existingTable(databases, resource.databaseName, resource.tableName).definition.tags;
    case 'scheduled-query':
      throw noScheduledQuery(resource.name);
  }
}

/** @throws ServiceError ResourceNotFoundException, or what the change throws: then nothing has changed */
export async function changeTags(arn: string, { store: { definitions } }: RequestContext, change: (tags: readonly Tag[]) => readonly Tag[]): Promise<void> {
  const resource = resourceOf(arn);
  const changed = <D extends { readonly tags: readonly Tag[] }>(definition: D): D => ({ ...definition, tags: change(definition.tags) });
  switch (resource.kind) {
    case 'database':
      await definitions.updateDatabase(resource.databaseName, changed);
      return;
    case 'table':
      await definitions.updateTable(resource.databaseName, resource.tableName, changed);
      return;
    case 'scheduled-query':
      throw noScheduledQuery(resource.name);
  }
}

function noScheduledQuery(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The scheduled query ${name} does not exist.`);
}
