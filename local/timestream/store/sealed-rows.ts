/** The rows of sealed days as DuckDB SQL, which reads their files; part of what table-relation, look-up and seal-day ask. */
import { stringLiteral } from '../sql/print/literal';
import { duckDbTypes } from './column-types';
import type { SealedDay } from './sealed-days';
import type { Table } from './table';

/**
 * @param columns by their physical names
 * @param fromNs what is before it is left out
 * @returns a SELECT for each kind of file
 */
export function selectSealed(table: Table, days: readonly SealedDay[], columns: readonly string[], fromNs = 0n): readonly string[] {
  const kinds = new Map<string, SealedDay[]>();
  for (const day of days) {
    const kind = `${day.columns} ${day.mayBeMasked} ${day.fromNs < fromNs}`;
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [day]);
    else alike.push(day);
  }
  return [...kinds.values()].map((alike) => selectAlike(table, alike, columns, fromNs));
}

function selectAlike(table: Table, days: readonly SealedDay[], columns: readonly string[], fromNs: bigint): string {
  const [{ columns: written, mayBeMasked, fromNs: oldestNs } = { columns: 0, mayBeMasked: false, fromNs: 0n }] = days;
  const read = columns.map((physical) => columnText(table, physical, written)).join(', ');
  // Parts of a path that look like `key=value` would be taken for columns.
  const files = `read_parquet([${days.map(({ path }) => stringLiteral(path)).join(', ')}], hive_partitioning = false) AS f`;
  const unmasked = mayBeMasked ? ` ANTI JOIN main.${table.masksName} AS m ON m.series = f.series AND m.time_ns = f.time_ns` : '';
  return `SELECT ${read} FROM ${files}${unmasked}${oldestNs < fromNs ? ` WHERE f.time_ns >= ${fromNs}` : ''}`;
}

/** Columns that came after the file are NULL in it. */
function columnText({ columnsInOrder }: Table, physical: string, written: number): string {
  const column = columnsInOrder.find((candidate) => candidate.physical === physical);
  return column === undefined || column.ordinal < written ? `f.${physical}` : `CAST(NULL AS ${duckDbTypes[column.type]}) AS ${physical}`;
}
