/** tables.schema.json is what editors read; it must say what parse-tables checks. */
import fc from 'fast-check';
import { fromJSONSchema, type core } from 'zod';
import { tablesJsonSchema } from '../../../shared/tables/json-schema';
import { parseTables } from '../../../shared/tables/parse-tables';
import { serviceSchema } from '../../../shared/tables/schema';
import meters from '../../../examples/meters/tables.json';
import vehicles from '../../../examples/vehicles/tables.json';
import tablesJson from '../../../tables.json';
import committed from '../../../tables.schema.json';

/** Reads the patterns without flags, as some editors do. */
const inEditor = fromJSONSchema(committed as Parameters<typeof fromJSONSchema>[0]); // its type is read off JSON, where words are only text

const takes = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** A file with every key that there is. */
const whole = {
  ...tablesJson,
  database: { local: 'IoTMetrics', pinned: 'Fleet' }, stream: true, kmsKeyId: 'alias/readings', tags: { team: 'energy' },
  tables: {
    ...tablesJson.tables,
    Loads: {
      sources: [{ topic: 'm/+/load', via: 'stream', measureName: 'load', each: '$.data.intervals', when: { '$.v': 2, '$.kind': 'x', '$.test': false } }],
      time: { from: ['$.ts', 'topic(1)'], format: 'epoch-s', ifMissing: 'reject', ifFuture: 'received', ifAncient: 'reject' },
      measureName: 'load', kind: 'series', version: { from: '$.rev' }, existing: false, partitionKey: 'a',
      dimensions: { a: { from: 'clientid()', required: true, hash: 'hmac' }, b: {} },
      measures: {
        c: 'DOUBLE',
        d: { type: 'VARCHAR', enum: ['x', 'y'], ifNotInEnum: 'skip', ifTooLong: 'skip', ifNull: 'skip', ifEmpty: 'reject' },
        e: { type: 'BIGINT', unit: 'V', from: ['$.q'], scale: 2, min: 0, max: 9, kind: 'counter', retired: true, ifNotFinite: 'skip', ifOutOfRange: 'clamp' },
      },
      retention: { memoryHours: 1, magneticDays: 2, lateArrivals: true }, expected: { devices: 3, every: '10s' },
    },
  },
};

/** A refinement is what no JSON Schema can say; of a union it is enough that one alternative lacks nothing else. */
function isRefinement(issue: core.$ZodIssue): boolean {
  return issue.code === 'custom' || (issue.code === 'invalid_union' && issue.errors.some((alternative) => alternative.every(isRefinement)));
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key])) : [];
  return path.length === 0 ? inner : [path, ...inner];
}

/** A file of the project with one value replaced, taken out or put in. */
const changed = fc.record({
  file: fc.constantFrom<object>(tablesJson, vehicles, meters, whole),
  at: fc.nat(),
  key: fc.option(fc.constantFrom('from', 'type', 'when', 'each', 'a b', 'time', '9', 'constructor'), { freq: 3 }),
  value: fc.oneof(
    fc.constantFrom<unknown>(undefined, '', 'x', '$.a.b', 'topic(0)', 'topic(7)', 'skip', 'DOUBLE', 'a/+/c', '#/a', 'a b', 'ts_x', '0s', '5m', 'é/+', '\u0001', 'AWS:x', 'a'.repeat(300), 'hmac'),
    fc.constantFrom<unknown>(0, 1, -1, 1.5, 8767, 1e300, true, null, [], {}, ['$.a'], ['x', 'x'], { type: 'DOUBLE' }),
    fc.jsonValue({ maxDepth: 1 }),
  ),
}).map(({ file, at, key, value }) => {
  const json = structuredClone(file);
  const paths = pathsOf(json);
  const path = paths[at % paths.length]!;
  const parent = path.slice(0, -1).reduce<object>((object, step) => Reflect.get(object, step) as object, json);
  const old: unknown = Reflect.get(parent, path.at(-1)!);
  const [target, name] = key !== null && typeof old === 'object' && old !== null && !Array.isArray(old) ? [old, key] : [parent, path.at(-1)!];
  if (value === undefined && !Array.isArray(target)) Reflect.deleteProperty(target, name);
  else Reflect.set(target, name, value ?? null);
  return json;
});

describe('tables.schema.json', () => {
  it('is up to date (npm run schema writes it)', () => {
    expect(committed).toEqual(tablesJsonSchema());
  });

  it('takes every file that the parser takes', () => {
    for (const file of [tablesJson, vehicles, meters, whole]) expect(inEditor.safeParse(file).error).toBeUndefined();
    fc.assert(fc.property(changed, (json) => { if (takes(() => parseTables(json))) expect(inEditor.safeParse(json).error).toBeUndefined(); }));
  });

  it('refuses what has not the shape that the parser checks, but for the rules that no JSON Schema can say', () => {
    fc.assert(fc.property(changed, (json) => {
      const issues = serviceSchema.safeParse(json).error?.issues ?? [];
      if (!issues.every(isRefinement)) expect(inEditor.safeParse(json).success).toBe(false);
    }));
  });

  it('shows the settled shape of what is not yet built, and says so', () => {
    const { rollups } = committed.properties.tables.additionalProperties.properties;
    expect(rollups.description).toMatch(/^Not yet: /);
    expect(Object.keys(rollups.additionalProperties.properties)).toEqual(['bin', 'schedule', 'by', 'aggregates']);
  });

  it('refuses unknown keys and bad names in the editor already', () => {
    const table = committed.properties.tables.additionalProperties;
    expect(table.additionalProperties).toBe(false);
    expect('a:b').not.toMatch(new RegExp(table.properties.measures.propertyNames.pattern));
    expect('topic(2)').not.toMatch(new RegExp(table.properties.sources.items.properties.when.propertyNames.pattern));
  });
});
