/** ListTagsForResource: the tags of a database or a table, by key; in pages for callers who ask for them, as the Query API may. */
import type { ServerOperation } from '../protocol/request-context';
import { integer, parseInput, required, structure, text } from '../protocol/shape';
import { tagsOf } from './change-tags';
import { resourceArn } from './members';
import { pageOf } from './page';

/** The Write API lists all at once, and a resource has at most 50. */
const mostOnAPage = 200;

const input = structure({ ResourceARN: required(resourceArn), MaxResults: integer({ min: 1, max: mostOnAPage }), NextToken: text() });

export const listTagsForResource: ServerOperation = async (members, context) => {
  const { ResourceARN, MaxResults = mostOnAPage, ...paging } = parseInput(input, members);
  const tags = [...tagsOf(ResourceARN, context)].sort((a, b) => (a.Key < b.Key ? -1 : 1));
  const { page, ...next } = pageOf(tags, ({ Key }) => Key, { MaxResults, ...paging }, `tags of ${ResourceARN}`);
  return { Tags: page, ...next };
};
