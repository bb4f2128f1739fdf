/** What one source of a table makes of a message: whether it takes it, which readings are in it, and what they say; decode-message uses it. */
import type { SourceDefinition, TableDefinition } from '../tables/definition';
import { countIgnored, declaredFields } from './ignored-fields';
import type { SkippedValues } from './measures-decoder';
import type { Reading } from './reading';
import { readingDecoder } from './reading-decoder';
import type { Refusal } from './refusal';
import { fieldReader, pathText, type FieldReader, type JsonObject, type RawReading } from './value-reader';

export interface SourceDecoder {
  readonly table: TableDefinition;
  /** Undefined for a table without sources, which is asked for by its name. */
  readonly source: SourceDefinition | undefined;
  /** Whether a message meets its conditions. */
  readonly takes: (message: JsonObject) => boolean;
  /** The array whose elements are the readings; undefined: the message is the reading. */
  readonly each: { readonly path: string; readonly read: FieldReader } | undefined;
  readonly decode: (raw: RawReading, counts: SkippedValues) => Reading | Refusal;
  /** How many fields of a message no definition asks for. */
  readonly ignoredInMessage: (message: JsonObject, routingFields: readonly string[]) => number;
  /** The same of an element of `each`. */
  readonly ignoredInElement: (element: JsonObject) => number;
}

const decodersByTable = new WeakMap<TableDefinition, readonly SourceDecoder[]>();

/** One for each source, in their order; of a table without sources one that takes every message. Made once for each table. */
export function sourceDecoders(table: TableDefinition): readonly SourceDecoder[] {
  const known = decodersByTable.get(table);
  if (known !== undefined) return known;
  const decoders = table.sources.length === 0 ? [sourceDecoder(table, undefined)] : table.sources.map((source) => sourceDecoder(table, source));
  decodersByTable.set(table, decoders);
  return decoders;
}

function sourceDecoder(table: TableDefinition, source: SourceDefinition | undefined): SourceDecoder {
  const { measureName, when, each }: Pick<SourceDefinition, 'measureName' | 'when' | 'each'> = source ?? { measureName: table.measureName, when: [] };
  const conditions = when.map(({ keys, value }) => ({ read: fieldReader(keys), value }));
  const inReading = new Set(declaredFields(table));
  const inMessage = new Set([...inReading, ...when.flatMap(({ keys }) => keys.slice(0, 1)), ...(each ?? []).slice(0, 1)]);
  return {
    table,
    source,
    takes: (message) => conditions.every(({ read, value }) => read(message) === value),
    each: each === undefined ? undefined : { path: pathText(each), read: fieldReader(each) },
    decode: readingDecoder(table, measureName),
    ignoredInMessage: (message, routingFields) => countIgnored(message, inMessage, routingFields),
    ignoredInElement: (element) => countIgnored(element, inReading, []),
  };
}
