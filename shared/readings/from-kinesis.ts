/** One stream record of functions/ingest-kinesis, a carried MQTT message or a gateway's own JSON -> decoded readings for shared/ingest. */
import type { ServiceDefinition, TableDefinition } from '../tables/definition';
import { decodeCarriedMessage, isCarriedMessage } from './carried-message';
import { decodeMessage, decodePayload, type Route } from './decode-message';
import type { DecodedMessage } from './received-message';
import { quoted, Refusal } from './refusal';
import { tableOfTopic } from './table-of-topic';
import type { JsonObject } from './value-at';

/** The part of Lambda's Kinesis event record that matters here: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export interface StreamRecord {
  /** `shardId-000000000000:4959...`: shard and sequence number. */
  readonly eventID: string;
  readonly kinesis: {
    /** Base64. */
    readonly data: string;
    /** Epoch seconds with a fraction. */
    readonly approximateArrivalTimestamp: number;
  };
}

/**
 * Decodes one record. Its data is either the envelope of the carrying rule (`{payload, topic, clientId, receivedAt}`), or a
 * reading or an array of readings in which `table` or `topic` say where each belongs; without either it is the only table
 * that has sources.
 */
export function fromKinesis(service: ServiceDefinition, { eventID, kinesis }: StreamRecord): readonly DecodedMessage[] {
  const content = decodePayload(kinesis.data);
  if (isCarriedMessage(content)) return [decodeCarriedMessage(service, content, { source: 'kinesis', id: eventID })];
  const receivedAtMs = Math.round(kinesis.approximateArrivalTimestamp * 1000);
  return [decodeMessage({ source: 'kinesis', id: eventID, payload: kinesis.data, receivedAtMs, redriven: 0 }, content, (element) => routeOf(service, element))];
}

function routeOf(service: ServiceDefinition, element: JsonObject): Route | Refusal {
  const topic = Object.hasOwn(element, 'topic') && typeof element['topic'] === 'string' ? element['topic'] : undefined;
  const table = tableOf(service, element, topic);
  return table instanceof Refusal ? table : { table, topic, routingFields: ['table', 'topic'] };
}

/** Tables without sources are written by functions alone, so a gateway cannot name them. */
function tableOf(service: ServiceDefinition, element: JsonObject, topic: string | undefined): TableDefinition | Refusal {
  const tables = service.tables.filter(({ sources }) => sources.length > 0);
  if (Object.hasOwn(element, 'table')) {
    const named = tables.find(({ name }) => name === element['table']);
    return named ?? new Refusal('no-table', `no table with sources is called ${quoted(element['table'])}`);
  }
  if (topic !== undefined) return tableOfTopic(service, topic);
  const [only, ...others] = tables;
  if (only !== undefined && others.length === 0) return only;
  return new Refusal('no-table', 'the reading names neither table nor topic, and it is open which of the tables with sources it means');
}
