/** ListStreams: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
import type { Operation } from './operation';
import { nameBounds } from './stream-reference';

const streamsPerAnswer = 100;

/** The token is the name of the last stream before. */
export const listStreams: Operation = (input, { streams }) => {
  const limit = Math.min(input.optionalInteger('Limit', { least: 1, most: 10_000 }) ?? streamsPerAnswer, streamsPerAnswer);
  const after = input.optionalText('NextToken', { least: 1, most: 1_048_576 }) ?? input.optionalText('ExclusiveStartStreamName', nameBounds) ?? '';
  const following = streams.list().filter(({ definition: { name } }) => name > after);
  const page = following.slice(0, limit);
  const hasMore = following.length > limit;
  return {
    StreamNames: page.map(({ definition: { name } }) => name),
    StreamSummaries: page.map(({ arn, definition: { name, mode, createdMs } }) => ({
      StreamName: name, StreamARN: arn, StreamStatus: 'ACTIVE', StreamModeDetails: { StreamMode: mode }, StreamCreationTimestamp: createdMs / 1000,
    })),
    HasMoreStreams: hasMore,
    ...(hasMore ? { NextToken: page.at(-1)?.definition.name } : {}),
  };
};
