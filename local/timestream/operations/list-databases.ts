/** ListDatabases: a page of all databases, by name. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, structure } from '../protocol/shape';
import { databaseOutput } from './database-output';
import { pageMembers } from './members';
import { pageOf } from './page';

const input = structure(pageMembers);

export const listDatabases: ServerOperation = async (members, context) => {
  const { page, ...next } = pageOf(context.store.databases.list(), (database) => database.name, parseInput(input, members), 'databases');
  return { Databases: page.map((database) => databaseOutput(database, context)), ...next };
};
