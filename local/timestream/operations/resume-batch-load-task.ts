/** ResumeBatchLoadTask: has a task that was stopped go on where it was. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { batchLoadTaskId } from './members';

const input = structure({ TaskId: required(batchLoadTaskId) });

export const resumeBatchLoadTask: ServerOperation = async (members, { batchLoads }) => {
  await batchLoads.resume(parseInput(input, members).TaskId);
  return {};
};
