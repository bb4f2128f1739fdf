/** A table as the FROM of a statement: the rows in DuckDB's own table and those of sealed days, as one; offered by catalog-of. */
import type { Asked, TableColumn } from '../catalog';
import { ServiceError } from '../errors';
import { startOfDay, visibleFromNs } from './retention';
import { selectSealed } from './sealed-rows';
import type { Table } from './table';

type Physical = Pick<TableColumn, 'physical'>;

/**
 * Without what is read of the series, rows are not joined to them: each row has exactly one.
 *
 * @param read the columns that the statement reads, by their physical names
 * @throws ServiceError when the table is deleted
 */
export function relationOf(table: Table, ofSeries: readonly Physical[], ofRows: readonly Physical[], read: ReadonlySet<string>, asked: Asked): string {
  if (table.deleted) throw new ServiceError('ValidationException', `The table ${table.definition.tableName} was deleted before the query could read it.`);
  const columns = (prefix: string, of: readonly Physical[]) => of.filter(({ physical }) => read.has(physical)).map(({ physical }) => `${prefix}.${physical}`);
  const series = columns('s', ofSeries);
  const rows = rowsOf(table, ofRows.map(({ physical }) => physical).filter((physical) => read.has(physical)), series.length > 0, asked);
  if (series.length === 0) return rows;
  return `(SELECT ${[...series, ...columns('r', ofRows)].join(', ')} FROM ${rows} AS r JOIN main.${table.seriesName} AS s ON s.series = r.series)`;
}

function rowsOf(table: Table, read: readonly string[], isJoined: boolean, { nowNs, fromNs, untilNs }: Asked): string {
  const visibleFrom = visibleFromNs(table.definition, nowNs);
  const days = table.sealedDays.within({
    fromNs: fromNs === undefined || fromNs < visibleFrom ? visibleFrom : fromNs, ...(untilNs !== undefined && { untilNs }),
  });
  const { oldest } = table.unsealedDays;
  const expired = oldest !== undefined && startOfDay(oldest) < visibleFrom ? ` WHERE time_ns >= ${visibleFrom}` : '';
  // With the schema, so that no name of a user's WITH can take their place.
  const unsealed = `main.${table.rowsName}`;
  if (days.length === 0) return expired === '' ? unsealed : `(SELECT * FROM ${unsealed}${expired})`;
  const columns = withKey(read, isJoined);
  return `(${[`SELECT ${columns.join(', ')} FROM ${unsealed}${expired}`, ...selectSealed(table, days, columns, visibleFrom)].join(' UNION ALL ')})`;
}

/** What the join asks for, or anything at all. */
function withKey(read: readonly string[], isJoined: boolean): readonly string[] {
  if (isJoined && !read.includes('series')) return ['series', ...read];
  return read.length === 0 ? ['time_ns'] : read;
}
