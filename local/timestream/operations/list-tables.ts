/** ListTables: a page of the tables of one database or of all, by name. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, structure } from '../protocol/shape';
import { existingDatabase } from '../store/change-definitions';
import type { Table } from '../store/table';
import { existingName, pageMembers } from './members';
import { pageOf } from './page';
import { tableOutput } from './table-output';

const input = structure({ DatabaseName: existingName, ...pageMembers });

export const listTables: ServerOperation = async (members, context) => {
  const { DatabaseName: databaseName, ...paging } = parseInput(input, members);
  const { databases } = context.store;
  if (databaseName !== undefined) existingDatabase(databases, databaseName);
  const { page, ...next } = pageOf(databases.tables(databaseName), listingKey, paging, `tables of ${databaseName ?? 'all databases'}`);
  return { Tables: page.map((table) => tableOutput(table.definition, context)), ...next };
};

/** Neither name can hold the separator, and it sorts before all they can hold. */
function listingKey({ definition }: Table): string {
  return `${definition.databaseName}\n${definition.tableName}`;
}
