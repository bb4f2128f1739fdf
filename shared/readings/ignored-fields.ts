/** Counts what a device sent that no definition asks for: new firmware shows in a KPI before anybody declares its fields. */
import type { TableDefinition } from '../tables/definition';
import type { JsonObject } from './value-reader';

/** The top-level fields that the paths of a table lead into; of a retired measure too, because that one is known. */
export function declaredFields({ dimensions, measures, time, version }: TableDefinition): readonly string[] {
  const paths = [...dimensions, ...measures, time, ...(version === undefined ? [] : [version])].flatMap(({ from }) => from);
  return paths.flatMap((path) => (path.kind === 'payload' ? path.keys.slice(0, 1) : []));
}

/** How many top-level fields are neither declared nor among those that led to the table. */
export function countIgnored(fields: JsonObject, declared: ReadonlySet<string>, routingFields: readonly string[]): number {
  let ignored = 0;
  for (const field in fields) if (!declared.has(field) && !routingFields.includes(field)) ignored += 1;
  return ignored;
}
