/** The databases, tables and columns that exist, as SQL and the operations read them; the store keeps it. */

export type ColumnType = 'varchar' | 'bigint' | 'double' | 'boolean' | 'timestamp';

export interface TableColumn {
  /** The Timestream name, case-sensitive: `device_id`, `time`, `measure_value::double`. */
  readonly name: string;
  /** The column of `relation` that holds it: a safe identifier that needs no quoting. */
  readonly physical: string;
  /** timestamp is a BIGINT of nanoseconds since the epoch in `relation`. */
  readonly type: ColumnType;
  readonly attribute: 'DIMENSION' | 'MEASURE_NAME' | 'TIMESTAMP' | 'MEASURE_VALUE' | 'MULTI';
  /** A time that no value lies before. */
  readonly atLeastNs?: bigint;
}

export interface MeasureSummary {
  readonly measureName: string;
  readonly dataType: 'double' | 'bigint' | 'varchar' | 'boolean' | 'multi';
  readonly dimensions: readonly string[];
}

/** What a statement asks of a table: rows that lie elsewhere may be left out, and expired ones must be. */
export interface Asked {
  /** The statement's clock. */
  readonly nowNs: bigint;
  /** The first time it asks for. */
  readonly fromNs?: bigint;
  /** The first time it does not ask for any more. */
  readonly untilNs?: bigint;
}

export interface TableEntry {
  readonly databaseName: string;
  readonly tableName: string;
  /** In the order of SELECT *: dimensions, measure_name, time, measures. */
  readonly columns: readonly TableColumn[];
  /**
   * A DuckDB table expression that offers at least these columns, by their physical names. It may name files, and holds for
   * the moment only: see QueryableStore.
   *
   * @throws ServiceError when the table has been deleted since
   */
  relation(columns: ReadonlySet<string>, asked: Asked): string;
  /** The dimension that the table is partitioned by; measure_name when there is none. */
  readonly partitionDimension?: string;
  /** A time at or after which every series has a row; undefined when there is none, or none is known. */
  everySeriesSinceNs?(): bigint | undefined;
  /** How many rows there are; undefined when only counting them could tell. */
  rowsBetween?(asked: Asked): number | undefined;
  /**
   * The series whose dimension, by its physical name, is one of the values, as numbers in a column of `relation`;
   * undefined for other columns, and when they are too many to be listed.
   */
  seriesWith?(physical: string, values: readonly string[]): { readonly physical: string; readonly ids: readonly number[] } | undefined;
  measures(): readonly MeasureSummary[];
}

export interface Catalog {
  databaseNames(): readonly string[];
  /** Undefined when the database does not exist. */
  tableNames(databaseName: string): readonly string[] | undefined;
  table(databaseName: string, tableName: string): TableEntry | undefined;
}
