/** Amazon Resource Names of databases and tables: as answers show them, and as tag operations take them. */
import { ServiceError } from './errors';

interface Place {
  readonly region: string;
  readonly accountId: string;
}

export function databaseArn(name: string, { region, accountId }: Place): string {
  return `arn:aws:timestream:${region}:${accountId}:database/${name}`;
}

export function tableArn(databaseName: string, tableName: string, place: Place): string {
  return `${databaseArn(databaseName, place)}/table/${tableName}`;
}

export type Resource =
  | { readonly kind: 'database'; readonly databaseName: string }
  | { readonly kind: 'table'; readonly databaseName: string; readonly tableName: string }
  | { readonly kind: 'scheduled-query'; readonly name: string };

const database = /^database\/([^/]+)$/;
const table = /^database\/([^/]+)\/table\/([^/]+)$/;
const scheduledQuery = /^scheduled-query\/(.+)$/;

/**
 * Account and region may be any: there is one of each here.
 *
 * @throws ServiceError ValidationException when it is no ARN of this service
 */
export function resourceOf(arn: string): Resource {
  const [, resource = ''] = /^arn:aws[a-z-]*:timestream:[^:]*:[^:]*:(.*)$/.exec(arn) ?? [];
  const [, tableDatabase, tableName] = table.exec(resource) ?? [];
  if (tableDatabase !== undefined && tableName !== undefined) return { kind: 'table', databaseName: tableDatabase, tableName };
  const [, databaseName] = database.exec(resource) ?? [];
  if (databaseName !== undefined) return { kind: 'database', databaseName };
  const [, name] = scheduledQuery.exec(resource) ?? [];
  if (name !== undefined) return { kind: 'scheduled-query', name };
  throw new ServiceError('ValidationException', `${arn} is not the ARN of a database, a table or a scheduled query.`);
}
