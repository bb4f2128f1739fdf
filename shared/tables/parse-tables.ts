/** Checks what tables.json says, all mistakes at once, and makes the definitions that every other part derives from. */
import { durationToNs, nsToMs } from '../time';
import { crossProblems } from './cross-checks';
import { defaultMeasurePolicy, type MeasureDefinition, type ServiceDefinition, type TableDefinition } from './definition';
import { TablesError } from './problem';
import { serviceSchema, type MeasureShape, type ServiceShape, type TableShape } from './schema';
import { schemaProblems } from './schema-problems';
import { parseValuePaths } from './value-path';

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

function serviceDefinition({ service, database, tables }: ServiceShape): ServiceDefinition {
  return {
    service,
    database: typeof database === 'string' ? { local: database } : database,
    tables: Object.entries(tables).map(([name, table]) => tableDefinition(name, table)),
    tags: {},
  };
}

function tableDefinition(name: string, table: TableShape): TableDefinition {
  const { partitionKey, expected } = table;
  return {
    name,
    sources: table.sources.map(({ topic, via }) => ({ topic, via: via ?? 'direct', measureName: table.measureName, when: [] })),
    kind: 'series',
    existing: false,
    time: { ...table.time, ifFuture: 'reject', ifAncient: 'reject', from: parseValuePaths(table.time.from, 'time') },
    measureName: table.measureName,
    dimensions: Object.entries(table.dimensions).map(([dimension, { from, required }]) =>
      ({ name: dimension, from: parseValuePaths(from, dimension), required })),
    measures: Object.entries(table.measures).map(([measure, shape]) => measureDefinition(measure, shape)),
    retention: table.retention,
    ...(partitionKey === undefined ? {} : { partitionKey }),
    ...(expected === undefined ? {} : { expected: { devices: expected.devices, everyMs: durationMs(expected.every) } }),
  };
}

function measureDefinition(name: string, shape: MeasureShape): MeasureDefinition {
  const { type, from, unit, min, max } = typeof shape === 'string' ? { type: shape } : shape;
  return {
    name,
    type,
    from: parseValuePaths(from, name),
    kind: 'gauge',
    retired: false,
    policy: defaultMeasurePolicy,
    ...(unit === undefined ? {} : { unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function durationMs(text: string): number {
  // The schema has seen that the text is a duration.
  return nsToMs(durationToNs(text) ?? 0n);
}
