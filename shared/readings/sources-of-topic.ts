/** Which sources may take the messages of a topic; carried-message and route-by-content ask, and choose-source chooses. */
import type { ServiceDefinition } from '../tables/definition';
import { topicMatches } from '../tables/topic-filter';
import { sourceDecoders, type SourceDecoder } from './source-decoder';

/** Devices keep to their topics, so most are known; a gateway that makes topics up must not fill the memory. */
const maxKnownTopics = 10_000;

const knownByService = new WeakMap<ServiceDefinition, Map<string, readonly SourceDecoder[]>>();

/** Several when sources of one filter are told apart by `when`; they may be of several tables. */
export function sourcesOfTopic(service: ServiceDefinition, topic: string): readonly SourceDecoder[] {
  const topics = knownByService.get(service) ?? new Map<string, readonly SourceDecoder[]>();
  const known = topics.get(topic);
  if (known !== undefined) return known;
  if (topics.size >= maxKnownTopics) topics.clear();
  const sources = matchingSources(service, topic);
  topics.set(topic, sources);
  knownByService.set(service, topics);
  return sources;
}

function matchingSources({ tables }: ServiceDefinition, topic: string): readonly SourceDecoder[] {
  return tables.flatMap((table) => sourceDecoders(table).filter(({ source }) => source !== undefined && topicMatches(source.topic, topic)));
}
