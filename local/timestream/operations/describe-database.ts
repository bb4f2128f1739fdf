/** DescribeDatabase: what one database is and how many tables it has. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { existingDatabase } from '../store/change-definitions';
import { databaseOutput } from './database-output';
import { existingName } from './members';

const input = structure({ DatabaseName: required(existingName) });

export const describeDatabase: ServerOperation = async (members, context) => {
  const { DatabaseName: name } = parseInput(input, members);
  return { Database: databaseOutput(existingDatabase(context.store.databases, name), context) };
};
