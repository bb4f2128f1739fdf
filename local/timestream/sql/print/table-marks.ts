/** Tables in printed SQL: marks while the statement is printed, and what DuckDB shall read once it is known which columns that is. */
import { neededOf } from '../check/asked-times';
import type { Scan } from '../check/scope';
import type { QueryClock } from '../functions/function';
import { withoutColumnMarks } from './column-marks';

/** In printed SQL no text holds this character: DuckDB could not read it. */
const MARK = String.fromCharCode(0);
const marks = new RegExp(`${MARK}(\\w+)${MARK}`, 'g');
const columnsRead = /\b(\w+)\.(\w+)\b/g;

export function tableMark(alias: string): string {
  return MARK + alias + MARK;
}

/** Puts the tables in. A text that looks like a column only makes a table offer more of its own. */
export function withTables(sql: string, scans: readonly Scan[], clock: QueryClock): string {
  const read = new Map(scans.map(({ alias }) => [alias, new Set<string>()]));
  for (const [, alias = '', column = ''] of sql.matchAll(columnsRead)) read.get(alias)?.add(column);
  const byAlias = new Map(scans.map((scan) => [scan.alias, scan]));
  return withoutColumnMarks(sql).replace(marks, (_mark, alias: string) => {
    const scan = byAlias.get(alias);
    if (scan === undefined) throw new Error(`${alias} is no table of the statement`);
    return scan.entry.relation(read.get(alias) ?? new Set(), neededOf(scan, clock));
  });
}
