/** Which table takes the readings of a topic, as far as the topic says it; functions/redrive selects dead letters by it. */
import type { ServiceDefinition } from '../tables/definition';
import { topicMatches } from '../tables/topic-filter';

/** @returns undefined when no table takes the topic; the first when `when` tells several apart */
export function tableNameOfTopic({ tables }: ServiceDefinition, topic: string): string | undefined {
  return tables.find(({ sources }) => sources.some((source) => topicMatches(source.topic, topic)))?.name;
}
