/** Topic filters match topics as MQTT says, and overlap exactly when a topic exists that both match. */
import fc from 'fast-check';
import { filtersOverlap, topicMatches } from '../../../shared/tables/topic-filter';

describe('a topic filter', () => {
  it.each([
    ['sensors/+/telemetry', 'sensors/x/telemetry', true],
    ['sensors/+/telemetry', 'sensors/x/y/telemetry', false],
    ['sensors/+/telemetry', 'sensors/x', false],
    ['sensors/+', 'sensors/', true],
    ['sensors/#', 'sensors', true],
    ['sensors/#', 'sensors/a/b', true],
    ['sensors/#', 'sensor', false],
    ['#', 'a/b', true],
    ['#', '$aws/things', false],
    ['+/things', '$aws/things', false],
    ['a', 'A', false],
  ])('%s on %s: %s', (filter, topic, matches) => {
    expect(topicMatches(filter, topic)).toBe(matches);
  });
});

const levels = ['a', 'b', ''];
/** All topics of up to four levels over a small alphabet: enough to tell any two filters of up to three levels apart. */
const topics = (depth: number): string[][] =>
  (depth === 0 ? [[]] : topics(depth - 1).flatMap((head) => [...(head.length === depth - 1 ? levels.map((level) => [...head, level]) : []), head]));
const allTopics = topics(4).filter((topic) => topic.length > 0).map((topic) => topic.join('/'));

const filter = fc.tuple(fc.array(fc.constantFrom('a', 'b', '+'), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([parts, rest]) => [...parts, ...(rest ? ['#'] : [])].join('/'));

describe('two topic filters', () => {
  it('overlap exactly when some topic matches both', () => {
    fc.assert(fc.property(filter, filter, (a, b) => {
      const both = allTopics.some((topic) => topicMatches(a, topic) && topicMatches(b, topic));
      expect(filtersOverlap(a, b)).toBe(both);
      expect(filtersOverlap(b, a)).toBe(both);
    }));
  });
});
