/** Of the sources that may take a message, the one that does; split-message asks. */
import { quoted, Refusal } from './refusal';
import type { SourceDecoder } from './source-decoder';
import { pathText, type JsonObject } from './value-reader';

/**
 * @param sources in the order of tables.json; the first whose conditions hold takes the message
 * @param topic that led to them, if one did
 */
export function chooseSource(sources: readonly SourceDecoder[], topic: string | undefined, message: JsonObject): SourceDecoder | Refusal {
  for (const source of sources) if (source.takes(message)) return source;
  if (sources.length === 0) return new Refusal('no-table', `no table has a source that matches the topic ${quoted(topic ?? '')}`);
  const tables = [...new Set(sources.map(({ table }) => table.name))].join(' and ');
  return new Refusal('no-table', `no source of ${tables} takes the message: it must say ${sources.map(conditionsOf).join(', or ')}`);
}

function conditionsOf({ source }: SourceDecoder): string {
  return (source?.when ?? []).map(({ keys, value }) => `${pathText(keys)} = ${quoted(value)}`).join(' and ');
}
