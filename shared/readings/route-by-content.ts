/** Where a reading of a stream record belongs: what it says itself, or else what tables.json leaves open; from-kinesis asks. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { kpiTable } from '../tables/kpi-table';
import { topicMatches } from '../tables/topic-filter';
import { quoted, Refusal } from './refusal';
import { sourceDecoders, type SourceDecoder } from './source-decoder';
import { sourcesOfTopic } from './sources-of-topic';
import type { Route } from './split-message';
import type { JsonObject } from './value-reader';

const routingFields = ['table', 'topic'];

/**
 * `table` names any table but that of the KPI records: gateways may write to tables without sources. `topic` is the one an MQTT message
 * would have had, and `topic(n)` reads it. Without either it is the table of the `via: "stream"` sources, or else the only one with sources.
 */
export function routeByContent(service: ServiceDefinition, element: JsonObject): Route | Refusal {
  // No object inherits a field of either name.
  const topic = typeof element['topic'] === 'string' ? element['topic'] : undefined;
  const sources = sourcesOf(service, element, topic);
  return sources instanceof Refusal ? sources : { sources, topic, routingFields };
}

function sourcesOf(service: ServiceDefinition, element: JsonObject, topic: string | undefined): readonly SourceDecoder[] | Refusal {
  if (element['table'] !== undefined) {
    const named = service.tables.find(({ name }) => name === element['table'] && name !== kpiTable.name);
    if (named === undefined) return new Refusal('no-table', `no table that takes readings is called ${quoted(element['table'])}`);
    return preferred(named, ({ source }) => source !== undefined && topic !== undefined && topicMatches(source.topic, topic));
  }
  if (topic !== undefined) return sourcesOfTopic(service, topic);
  return sourcesLeftOpen(service);
}

const leftOpenByService = new WeakMap<ServiceDefinition, readonly SourceDecoder[] | Refusal>();

/** The same for every reading, so it is found once. */
function sourcesLeftOpen(service: ServiceDefinition): readonly SourceDecoder[] | Refusal {
  const known = leftOpenByService.get(service);
  if (known !== undefined) return known;
  const table = tableLeftOpen(service);
  const sources = table === undefined
    ? new Refusal('no-table', 'the reading names neither table nor topic, and it is open which of the tables with sources it means')
    : preferred(table, ({ source }) => source?.via === 'stream');
  leftOpenByService.set(service, sources);
  return sources;
}

function tableLeftOpen({ tables }: ServiceDefinition): TableDefinition | undefined {
  const ofStream = tables.filter(({ sources }) => sources.some(({ via }) => via === 'stream'));
  const [only, ...others] = ofStream.length > 0 ? ofStream : tables.filter(({ sources }) => sources.length > 0);
  return others.length === 0 ? only : undefined;
}

/** Whoever names a table means it: where no source of it is the preferred kind, any of them may take the reading. */
function preferred(table: TableDefinition, isPreferred: (source: SourceDecoder) => boolean): readonly SourceDecoder[] {
  const sources = sourceDecoders(table);
  const some = sources.filter(isPreferred);
  return some.length > 0 ? some : sources;
}
