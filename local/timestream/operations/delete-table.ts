/** DeleteTable: removes a table with its records. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { existingName } from './members';

const input = structure({ DatabaseName: required(existingName), TableName: required(existingName) });

export const deleteTable: ServerOperation = async (members, { store }) => {
  const { DatabaseName, TableName } = parseInput(input, members);
  await store.definitions.deleteTable(DatabaseName, TableName);
  return {};
};
