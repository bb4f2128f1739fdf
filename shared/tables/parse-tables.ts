/** Checks what tables.json says, all mistakes at once, and makes the definitions that every other part derives from. */
import { durationToNs, nsToMs } from '../time';
import { crossProblems } from './cross-checks';
import type { MeasureDefinition, ServiceDefinition, SourceDefinition, TableDefinition } from './definition';
import { TablesError } from './problem';
import { serviceSchema, type ServiceShape, type SourceShape, type TableShape } from './schema';
import { measureObject, type MeasureShape } from './schema-measure';
import { schemaProblems } from './schema-problems';
import { parseValuePaths, payloadKeys } from './value-path';

export { TablesError } from './problem';

/**
 * @param json the parsed content of tables.json
 * @throws TablesError with every mistake, ordered by path
 */
export function parseTables(json: unknown): ServiceDefinition {
  const parsed = serviceSchema.safeParse(json);
  const problems = [...schemaProblems(parsed.error?.issues ?? [], json), ...crossProblems(json)];
  if (!parsed.success || problems.length > 0) {
    throw new TablesError(problems.sort((a, b) => a.path.localeCompare(b.path)));
  }
  return serviceDefinition(parsed.data);
}

function serviceDefinition({ service, database, tables, stream, kmsKeyId, tags }: ServiceShape): ServiceDefinition {
  const definitions = Object.entries(tables).map(([name, table]) => tableDefinition(name, table));
  return {
    service,
    database: typeof database === 'string' ? { local: database } : database,
    tables: definitions,
    stream: stream === true || definitions.some(({ sources }) => sources.some(({ via }) => via === 'stream')),
    tags: tags ?? {},
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  };
}

function tableDefinition(name: string, table: TableShape): TableDefinition {
  const { kind, existing, measureName, retention, partitionKey, expected, version } = table;
  return {
    name,
    sources: table.sources.map((source) => sourceDefinition(source, measureName)),
    kind,
    existing,
    time: { ...table.time, from: parseValuePaths(table.time.from, 'time') },
    measureName,
    dimensions: Object.entries(table.dimensions).map(([dimension, { from, required, hash }]) =>
      ({ name: dimension, from: parseValuePaths(from, dimension), required, ...(hash === undefined ? {} : { hash }) })),
    measures: Object.entries(table.measures).map(([measure, shape]) => measureDefinition(measure, shape)),
    retention,
    ...(partitionKey === undefined ? {} : { partitionKey }),
    ...(expected === undefined ? {} : { expected: { devices: expected.devices, everyMs: durationMs(expected.every) } }),
    ...(version === undefined ? {} : { version: { from: parseValuePaths(version.from, 'version') } }),
  };
}

function sourceDefinition({ topic, via, measureName, each, when }: SourceShape, measureNameOfTable: string): SourceDefinition {
  return {
    topic,
    via,
    measureName: measureName ?? measureNameOfTable,
    when: Object.entries(when ?? {}).map(([path, value]) => ({ keys: payloadKeys(path), value })),
    ...(each === undefined ? {} : { each: payloadKeys(each) }),
  };
}

function measureDefinition(name: string, shape: MeasureShape): MeasureDefinition {
  // A type alone is short for an object that says no more.
  const { type, from, unit, scale, min, max, enum: texts, kind, retired, ...policy } = typeof shape === 'string' ? measureObject.parse({ type: shape }) : shape;
  return {
    name,
    type,
    from: parseValuePaths(from, name),
    kind,
    retired,
    policy,
    ...(unit === undefined ? {} : { unit }),
    ...(scale === undefined ? {} : { scale }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(texts === undefined ? {} : { enum: texts }),
  };
}

function durationMs(text: string): number {
  // The schema has seen that the text is a duration.
  return nsToMs(durationToNs(text) ?? 0n);
}
