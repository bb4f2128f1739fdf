/** DescribeTable: what one table was made to be, with the defaults filled in. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { existingTable } from '../store/change-definitions';
import { existingName } from './members';
import { tableOutput } from './table-output';

const input = structure({ DatabaseName: required(existingName), TableName: required(existingName) });

export const describeTable: ServerOperation = async (members, context) => {
  const { DatabaseName, TableName } = parseInput(input, members);
  return { Table: tableOutput(existingTable(context.store.databases, DatabaseName, TableName).definition, context) };
};
