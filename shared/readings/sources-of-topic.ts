/** Which sources take the messages of a topic; carried-message and route-by-content ask, and choose-source chooses. */
import type { ServiceDefinition } from '../tables/definition';
import { topicMatches } from '../tables/topic-filter';
import { sourceDecoders, type SourceDecoder } from './source-decoder';

/** Several when sources of one filter are told apart by `when`; they may be of several tables. */
export function sourcesOfTopic({ tables }: ServiceDefinition, topic: string): readonly SourceDecoder[] {
  return tables.flatMap((table) => sourceDecoders(table).filter(({ source }) => source !== undefined && topicMatches(source.topic, topic)));
}
