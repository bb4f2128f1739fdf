/** Which table takes the readings of a topic; from-iot and from-kinesis ask. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { topicMatches } from '../tables/topic-filter';
import { quoted, Refusal } from './refusal';

/** At most one table matches: tables.json refuses filters of different tables that overlap. */
export function tableOfTopic({ tables }: ServiceDefinition, topic: string): TableDefinition | Refusal {
  const table = tables.find(({ sources }) => sources.some((source) => topicMatches(source.topic, topic)));
  return table ?? new Refusal('no-table', `no table has a source that matches the topic ${quoted(topic)}`);
}
