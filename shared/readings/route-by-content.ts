/** Which table a reading of a stream record belongs to: what it says itself, or else what tables.json leaves open; from-kinesis asks. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { kpiTable } from '../tables/kpi-table';
import type { Route } from './decode-message';
import { quoted, Refusal } from './refusal';
import { tableOfTopic } from './table-of-topic';
import type { JsonObject } from './value-at';

const routingFields = ['table', 'topic'];

/**
 * `table` names any table but that of the KPI records: gateways may write to tables without sources. `topic` is the one an MQTT message
 * would have had, and `topic(n)` reads it. Without either it is the table of the `via: "stream"` sources, or else the only one with sources.
 */
export function routeByContent(service: ServiceDefinition, element: JsonObject): Route | Refusal {
  const topic = Object.hasOwn(element, 'topic') && typeof element['topic'] === 'string' ? element['topic'] : undefined;
  const table = tableOf(service, element, topic);
  return table instanceof Refusal ? table : { table, topic, routingFields };
}

function tableOf(service: ServiceDefinition, element: JsonObject, topic: string | undefined): TableDefinition | Refusal {
  if (Object.hasOwn(element, 'table')) {
    const named = service.tables.find(({ name }) => name === element['table'] && name !== kpiTable.name);
    return named ?? new Refusal('no-table', `no table that takes readings is called ${quoted(element['table'])}`);
  }
  if (topic !== undefined) return tableOfTopic(service, topic);
  const ofStream = service.tables.filter(({ sources }) => sources.some(({ via }) => via === 'stream'));
  const ofSources = service.tables.filter(({ sources }) => sources.length > 0);
  const [only, ...others] = ofStream.length > 0 ? ofStream : ofSources;
  if (only !== undefined && others.length === 0) return only;
  return new Refusal('no-table', 'the reading names neither table nor topic, and it is open which of the tables with sources it means');
}
