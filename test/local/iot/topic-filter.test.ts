/** Which topics a filter hears, level by level. */
import { topicMatches } from '../../../local/iot/topic-filter';

describe('a topic filter', () => {
  it.each([
    ['a/b', 'a/b'], ['a/+', 'a/b'], ['+/b', 'a/b'], ['+/+', 'a/b'], ['#', 'a/b/c'], ['a/#', 'a'], ['a/#', 'a/b/c'], ['a/+/c', 'a//c'], ['+', ''], ['/+', '/a'],
    ['$custom/#', '$custom/a'],
  ])('%s hears %s', (filter, topic) => {
    expect(topicMatches(filter, topic)).toBe(true);
  });

  it.each([
    ['a/b', 'a/B'], ['a/+', 'a'], ['a/+', 'a/b/c'], ['+', 'a/b'], ['a/b', 'a/b/c'], ['a/b/c', 'a/b'], ['#', '$aws/things'], ['+/things', '$aws/things'], ['a/#', 'ab'],
  ])('%s does not hear %s', (filter, topic) => {
    expect(topicMatches(filter, topic)).toBe(false);
  });
});
