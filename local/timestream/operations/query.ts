/** The Query operation: SQL text in, one page of typed rows out. */
import { WireText, type Operation } from '../operation';
import { queryInput } from '../query/query-input';

export const query: Operation = async (input, context) => new WireText(await context.queries.answer(queryInput(input), context));
