/** tables.schema.json is what editors read; it must say what parse-tables checks. */
import { tablesJsonSchema } from '../../../shared/tables/json-schema';
import committed from '../../../tables.schema.json';

describe('tables.schema.json', () => {
  it('is up to date (npm run schema writes it)', () => {
    expect(committed).toEqual(tablesJsonSchema());
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
