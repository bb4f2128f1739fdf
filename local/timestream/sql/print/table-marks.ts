/** Tables in printed SQL: marks while the statement is printed, and what DuckDB shall read once it is known which columns that is. */
import type { Scan } from '../check/scope';
import { withoutColumnMarks } from './column-marks';

/** In printed SQL no text holds this character: DuckDB could not read it. */
const MARK = String.fromCharCode(0);
const marks = new RegExp(`${MARK}(\\w+)${MARK}`, 'g');
const columnsRead = /\b(\w+)\.(\w+)\b/g;

export function tableMark(alias: string): string {
  return MARK + alias + MARK;
}

/** Puts the tables in. A text that looks like a column only makes a table offer more of its own. */
export function withTables(sql: string, scans: readonly Scan[]): string {
  const read = new Map(scans.map(({ alias }) => [alias, new Set<string>()]));
  for (const [, alias = '', column = ''] of sql.matchAll(columnsRead)) read.get(alias)?.add(column);
  const entries = new Map(scans.map(({ alias, entry }) => [alias, entry]));
  return withoutColumnMarks(sql).replace(marks, (_mark, alias: string) => {
    const entry = entries.get(alias);
    if (entry === undefined) throw new Error(`${alias} is no table of the statement`);
    return entry.relation(read.get(alias) ?? new Set());
  });
}
