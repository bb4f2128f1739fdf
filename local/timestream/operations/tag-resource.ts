/** TagResource: adds tags to a database or a table; one with the same key is replaced. */
import type { ServerOperation } from '../protocol/request-context';
import { parseInput, required, structure } from '../protocol/shape';
import { changeTags } from './change-tags';
import { resourceArn, tags } from './members';
import { tagsFrom, withTags } from './tag-rules';

const input = structure({ ResourceARN: required(resourceArn), Tags: required(tags) });

export const tagResource: ServerOperation = async (members, context) => {
  const { ResourceARN, Tags } = parseInput(input, members);
  const added = tagsFrom(Tags);
  await changeTags(ResourceARN, context, (existing) => withTags(existing, added));
  return {};
};
