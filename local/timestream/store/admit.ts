/**
 * Decides about one record: new, an update, a harmless repeat, or a rejection; takes it into the table's unstored rows.
 *
 * Equal version and values are accepted silently, so a repeated request is harmless; a higher version replaces the row;
 * anything else is rejected (spec of WriteRecords: Version).
 */
import type { TimestreamRecord } from '../records/record';
import { areColumnsOf, reasonAgainst } from './check-against-table';
import type { Column, Row, Series, Table } from './table';

export type Outcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly reason: string; readonly existingVersion?: bigint };

/** Finds what DuckDB has for a key. */
export type StoredRows = (series: Series, timeNs: bigint) => Row | undefined;

const accepted: Outcome = { kind: 'accepted' };

/** @param changed receives the row when the record changes anything, for the log */
export type Decide = (table: Table, record: TimestreamRecord, stored: StoredRows, changed: Row[]) => Outcome;

export const admit: Decide = (table, record, stored, changed) => {
  const series = table.findSeries(record.measureName, record.dimensionKey);
  const reason = reasonAgainst(table, record, series);
  return reason === undefined ? settleIn(series, table, record, stored, changed) : { kind: 'rejected', reason };
};

/** For a record that was admitted before: only versions count, since the table's definition may have changed meanwhile. */
export const settle: Decide = (table, record, stored, changed) => settleIn(table.findSeries(record.measureName, record.dimensionKey), table, record, stored, changed);

/** @param series undefined when it is new */
function settleIn(series: Series | undefined, table: Table, record: TimestreamRecord, stored: StoredRows, changed: Row[]): Outcome {
  const existing = series && findExisting(table, series, record.timeNs, stored);
  if (existing) {
    const conflict = versionConflict(existing, record);
    if (conflict) return conflict;
    if (existing.version === record.version) return accepted;
  }
  changed.push(keep(table, record, series ?? table.addSeries(record.measureName, record.measureType, record.dimensions, record.dimensionKey), existing));
  return accepted;
}

function findExisting(table: Table, series: Series, timeNs: bigint, stored: StoredRows): Row | undefined {
  if (timeNs > series.newestNs) return undefined;
  return table.unstored.find(series, timeNs) ?? table.moving?.find(series, timeNs) ?? stored(series, timeNs);
}

function versionConflict(existing: Row, record: TimestreamRecord): Outcome | undefined {
  if (record.version > existing.version) return undefined;
  if (record.version < existing.version) {
    return {
      kind: 'rejected',
      reason: `The record version ${record.version} is lower than the existing version ${existing.version}. A higher version is required to update the measure value.`,
      existingVersion: existing.version,
    };
  }
  if (hasSameValues(existing, record)) return undefined;
  return {
    kind: 'rejected',
    reason: 'A record already exists with the same time, dimensions, measure name, and record version. A higher record version must be specified in order to update the measure value. Specifying record version is supported by the latest SDKs.',
    existingVersion: existing.version,
  };
}

function hasSameValues(existing: Row, { cells }: TimestreamRecord): boolean {
  if (existing.columns.length !== cells.length) return false;
  return cells.every((cell) => {
    const at = existing.columns.findIndex((column) => column.name === cell.name);
    return at !== -1 && existing.values[at] === cell.value;
  });
}

function keep(table: Table, record: TimestreamRecord, series: Series, existing: Row | undefined): Row {
  const columns = columnsOf(table, record);
  const values = record.cells.map((cell) => cell.value);
  if (existing && table.unstored.find(series, record.timeNs) === existing) {
    return Object.assign(existing, { version: record.version, columns, values });
  }
  if (record.timeNs > series.newestNs) series.newestNs = record.timeNs;
  const row: Row = { series, timeNs: record.timeNs, version: record.version, columns, values, replaces: placeOf(existing) };
  table.unstored.rows.push(row);
  return row;
}

function placeOf(existing: Row | undefined): Row['replaces'] {
  if (existing === undefined) return 'nothing';
  return existing.isSealed ? 'sealed' : 'unsealed';
}

function columnsOf(table: Table, { cells, measureType }: TimestreamRecord): readonly Column[] {
  if (!areColumnsOf(cells, table.lastColumns)) {
    table.lastColumns = cells.map(({ name, type }) => table.columns.get(name) ?? table.addColumn(name, type, measureType === 'multi' ? 'MULTI' : 'MEASURE_VALUE'));
  }
  return table.lastColumns;
}
