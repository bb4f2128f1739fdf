/** Tags of a stream, by both families of operations: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html */
import { KinesisError } from '../kinesis-error';
import { tagsPerStream } from '../limits';
import type { Stream } from '../store/stream';
import type { Streams } from '../store/streams';
import type { Input } from './input';
import type { Operation } from './operation';
import { nameInArn, streamOf } from './stream-reference';

const mostKeyCharacters = 128;
const mostValueCharacters = 256;
const defaultPage = 50;

export const addTagsToStream: Operation = (input, { streams }) => addTags(streamOf(input, streams), readTags(input));
export const tagResource: Operation = (input, { streams }) => addTags(resourceOf(input, streams), readTags(input));
export const removeTagsFromStream: Operation = (input, { streams }) => removeTags(streamOf(input, streams), input.texts('TagKeys'));
export const untagResource: Operation = (input, { streams }) => removeTags(resourceOf(input, streams), input.texts('TagKeys'));
export const listTagsForResource: Operation = (input, { streams }) => ({ Tags: listed(resourceOf(input, streams)) });

export const listTagsForStream: Operation = (input, { streams }) => {
  const after = input.optionalText('ExclusiveStartTagKey', { least: 1, most: mostKeyCharacters }) ?? '';
  const limit = input.optionalInteger('Limit', { least: 1, most: 50 }) ?? defaultPage;
  const following = listed(streamOf(input, streams)).filter(({ Key }) => Key > after);
  return { Tags: following.slice(0, limit), HasMoreTags: following.length > limit };
};

/** @throws KinesisError ValidationException for a key or value that is too long */
export function readTags(input: Input): Readonly<Record<string, string>> {
  const tags = input.textMap('Tags');
  for (const [key, value] of Object.entries(tags)) {
    if (key === '' || [...key].length > mostKeyCharacters || [...value].length > mostValueCharacters) {
      throw new KinesisError('ValidationException', `The tag '${key}' is not valid: a key has 1 to ${mostKeyCharacters} characters, a value up to ${mostValueCharacters}.`);
    }
  }
  return tags;
}

async function addTags(stream: Stream, added: Readonly<Record<string, string>>): Promise<undefined> {
  const tags = { ...stream.definition.tags, ...added };
  if (Object.keys(tags).length > tagsPerStream) throw new KinesisError('InvalidArgumentException', `Failed to add tags to stream ${stream.definition.name}: it cannot have more than ${tagsPerStream} tags associated with it.`);
  await stream.change({ tags });
  return undefined;
}

async function removeTags(stream: Stream, keys: readonly string[]): Promise<undefined> {
  await stream.change({ tags: Object.fromEntries(Object.entries(stream.definition.tags).filter(([key]) => !keys.includes(key))) });
  return undefined;
}

function listed({ definition: { tags } }: Stream): readonly { readonly Key: string; readonly Value: string }[] {
  return Object.keys(tags).sort().map((Key) => ({ Key, Value: tags[Key] ?? '' }));
}

function resourceOf(input: Input, streams: Streams): Stream {
  return streams.get(nameInArn(input.text('ResourceARN', { least: 1, most: 2048 })));
}
