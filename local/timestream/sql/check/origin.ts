/** Where the columns of a result come from, as PrepareQuery tells it. */
import { keyColumn, type BoundQuery, type BoundSelect } from '../bound';
import type { Scan } from './scope';

export interface ColumnOrigin {
  /** The table, for a column of a table taken as it is. */
  readonly origin?: { readonly databaseName: string; readonly tableName: string };
  /** Whether the query named the column. */
  readonly aliased: boolean;
}

/** @param index of the column in the result */
export function originOf({ query, scans }: { readonly query: BoundQuery; readonly scans: readonly Scan[] }, index: number): ColumnOrigin {
  if (query.body.kind !== 'select') return { aliased: false };
  const output = query.body.outputs[index];
  const relation = relationOf(query.body, index);
  const scan = scans.find(({ alias }) => alias === relation);
  return {
    aliased: output?.aliased ?? false,
    ...(scan && { origin: { databaseName: scan.entry.databaseName, tableName: scan.entry.tableName } }),
  };
}

/** The relation that an output is a plain column of; a key of GROUP BY stands for its own expression. */
function relationOf({ outputs, grouping }: BoundSelect, index: number): string | undefined {
  const expression = outputs[index]?.expression;
  if (expression?.kind !== 'column') return undefined;
  const { relation, column } = expression;
  if (relation !== grouping?.alias) return relation;
  const key = grouping.keys.find((_key, place) => keyColumn(place) === column);
  return key?.kind === 'column' ? key.relation : undefined;
}
