/** DescribeBatchLoadTask: what one task was asked for and how far it is. */
import { taskDescription } from '../batch-load/batch-load-task';
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { batchLoadTaskId } from './members';

const input = structure({ TaskId: required(batchLoadTaskId) });

export const describeBatchLoadTask: ServerOperation = async (members, { batchLoads }) => {
  return { BatchLoadTaskDescription: taskDescription(batchLoads.get(parseInput(input, members).TaskId)) };
};
