/** Counts what a device sent that no definition asks for: new firmware shows in a KPI before anybody declares its fields. */
import type { TableDefinition } from '../tables/definition';
import type { JsonObject } from './value-at';

const usedFieldsByTable = new WeakMap<TableDefinition, ReadonlySet<string>>();

/**
 * How many top-level fields of a reading no path of its table leads into.
 *
 * @param routingFields fields that led to the table, and so were not ignored
 */
export function countIgnoredFields(table: TableDefinition, fields: JsonObject, routingFields: readonly string[]): number {
  const used = usedFields(table);
  return Object.keys(fields).filter((field) => !used.has(field) && !routingFields.includes(field)).length;
}

function usedFields(table: TableDefinition): ReadonlySet<string> {
  const known = usedFieldsByTable.get(table);
  if (known !== undefined) return known;
  const paths = [...table.dimensions, ...table.measures, table.time].flatMap(({ from }) => from);
  const used = new Set(paths.flatMap((path) => (path.kind === 'payload' ? path.keys.slice(0, 1) : [])));
  usedFieldsByTable.set(table, used);
  return used;
}
