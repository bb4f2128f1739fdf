/** CancelQuery: stops a query where it runs, or frees the pages of its result. */
import type { Operation } from '../operation';
import { parseInput, required, structure, text } from '../protocol/shape';

const input = structure({ QueryId: required(text({ min: 1, max: 64, pattern: '[a-zA-Z0-9]+' })) });

export const cancelQuery: Operation = async (members, { queries }) => {
  const { QueryId } = parseInput(input, members);
  const wasCancelled = queries.cancel(QueryId);
  return wasCancelled ? { CancellationMessage: `The query ${QueryId} has been cancelled already.` } : {};
};
