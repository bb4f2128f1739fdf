/** DeleteDatabase: removes a database that has no tables. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { existingName } from './members';

const input = structure({ DatabaseName: required(existingName) });

export const deleteDatabase: ServerOperation = async (members, { store }) => {
  const { DatabaseName: name } = parseInput(input, members);
  await store.definitions.deleteDatabase(name);
  return {};
};
