/** UpdateMaxRecordSize: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html */
import { recordSizeKib } from '../limits';
import type { Operation } from './operation';
import { streamOf } from './stream-reference';

export const updateMaxRecordSize: Operation = async (input, { streams }) => {
  await streamOf(input, streams).change({ maxRecordSizeKib: input.integer('MaxRecordSizeInKiB', recordSizeKib) });
  return undefined;
};
