/** docs/tables.md is true: its examples are accepted, and it names every key that the schema knows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTables } from '../../shared/tables/parse-tables';
import tablesJson from '../../tables.json';
import schema from '../../tables.schema.json';

const page = readFileSync(join(__dirname, '../../docs/tables.md'), 'utf8');
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? '') as object);

/** The property names of a JSON Schema, at any depth. */
function keysOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'properties' in node ? Object.keys(node.properties as object) : [];
  return [...own, ...Object.values(node).flatMap(keysOf)];
}

describe('docs/tables.md', () => {
  it.each(examples)('shows tables that are accepted: %#', (table) => {
    expect(parseTables({ ...tablesJson, tables: { Example: table, Kpis: tablesJson.tables.Kpis } }).tables[0]?.name).toBe('Example');
  });

  it('names every key', () => {
    const unnamed = [...new Set(keysOf(schema))].filter((key) => !page.includes(`"${key}"`) && !page.includes(`\`${key}\``));
    expect(unnamed).toEqual([]);
  });

  it('quotes the messages that parse-tables gives', () => {
    const { SensorReadings: sensors, Kpis } = tablesJson.tables;
    const wrong = { ...sensors, partitionKey: 'device', measures: { ...sensors.measures, temperature: { type: 'DUOBLE' } } };
    const quoted = /tables\.json has[^`]*/.exec(page)?.[0].trim();
    expect(() => parseTables({ ...tablesJson, tables: { SensorReadings: wrong, Kpis } })).toThrow(new Error(quoted));
  });
});
