/** UntagResource: takes tags off a database or a table; a key it does not have is no fault. */
import type { ServerOperation } from '../protocol/request-context';
import { list, parseInput, required, structure, text } from '../protocol/shape';
import { changeTags } from './change-tags';
import { resourceArn } from './members';

const input = structure({ ResourceARN: required(resourceArn), TagKeys: required(list(text({ min: 1, max: 128 }), { min: 0, max: 200 })) });

export const untagResource: ServerOperation = async (members, context) => {
  const { ResourceARN, TagKeys } = parseInput(input, members);
  const removed = new Set(TagKeys);
  await changeTags(ResourceARN, context, (existing) => existing.filter(({ Key }) => !removed.has(Key)));
  return {};
};
