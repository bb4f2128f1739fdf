/** DeleteStream: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html */
import type { Operation } from './operation';
import { streamOf } from './stream-reference';

/** The stream is gone with the answer. */
export const deleteStream: Operation = async (input, { streams }) => {
  await streams.delete(streamOf(input, streams).definition.name);
  return undefined;
};
