/** One table as the store holds it in memory: its columns, measures and series, and the rows DuckDB does not have yet. */
import type { ColumnType, MeasureSummary } from '../catalog';
import type { CellValue, Dimension } from '../records/record';
import type { TableDefinition } from './definitions';
import { RowCounts } from './row-counts';
import { SealedDays } from './sealed-days';
import { SeriesIndex } from './series-index';
import { UnsealedDays } from './unsealed-days';
import { Unlogged } from './unlogged';
import { Unstored } from './unstored';

export interface Column {
  readonly name: string;
  /** Place among the table's columns in order of appearance; the log speaks of columns by it. */
  readonly ordinal: number;
  /** DuckDB compares identifiers without case, Timestream with: so columns are numbered there. */
  readonly physical: string;
  readonly type: ColumnType;
  readonly attribute: 'DIMENSION' | 'MEASURE_VALUE' | 'MULTI';
}

export interface Measure {
  readonly name: string;
  /** Bound by the first record, for ever. */
  readonly type: MeasureSummary['dataType'];
  readonly seriesByKey: Map<string, Series>;
  /** Names of the dimensions its records have had. */
  readonly dimensions: Set<string>;
}

/** The records that share dimensions and measure name. */
export interface Series {
  readonly id: number;
  readonly measure: Measure;
  readonly dimensions: readonly Dimension[];
  /** Newest time of any accepted row: a record after it needs no look-up. */
  newestNs: bigint;
  /** Newest time of a row that is in DuckDB or on its way there: only records after it can do without asking DuckDB. */
  newestStoredNs: bigint;
  /** Newest time of a row that is in DuckDB for every statement from now on to see. */
  newestVisibleNs: bigint;
}

/** A stored record. What an accepted update changes is not readonly. */
export interface Row {
  readonly series: Series;
  readonly timeNs: bigint;
  version: bigint;
  columns: readonly Column[];
  values: readonly CellValue[];
  /** Where an older version of it stands: among the rows of DuckDB's own table, or in the file of a sealed day. */
  readonly replaces: 'nothing' | 'unsealed' | 'sealed';
  /** Read from the file of a sealed day. */
  readonly isSealed?: boolean;
}

/** Older than every time the service takes. */
const beforeAllTime = -1n;

export class Table {
  readonly columns = new Map<string, Column>();
  readonly columnsInOrder: Column[] = [];
  readonly measures = new Map<string, Measure>();
  readonly seriesById: Series[] = [];
  readonly seriesIndex = new SeriesIndex(this.seriesById);
  /** Of the rows in DuckDB's own table. */
  readonly rowCounts = new RowCounts();
  readonly unsealedDays = new UnsealedDays();
  readonly sealedDays = new SealedDays();
  /** Rows and definitions for the next move into DuckDB. */
  unstored = new Unstored();
  /** Those of a move that is running, or that failed and will be tried again. */
  moving: Unstored | undefined;
  /** What no log entry holds yet: the next one carries it. */
  unlogged = new Unlogged();
  /** Of the row admitted last: the next one mostly has the same, and then shares the list. */
  lastColumns: readonly Column[] = [];
  /** How many of the columns DuckDB has, and queries may name. */
  storedColumns = 0;
  deleted = false;

  constructor(readonly id: number, public definition: TableDefinition) {}

  get rowsName(): string {
    return `rows_${this.id}`;
  }

  get seriesName(): string {
    return `series_${this.id}`;
  }

  /** The keys of sealed rows that have newer versions outside. */
  get masksName(): string {
    return `masks_${this.id}`;
  }

  findSeries(measureName: string, dimensionKey: string): Series | undefined {
    return this.measures.get(measureName)?.seriesByKey.get(dimensionKey);
  }

  /**
   * A time at or after which every series with a row has one; undefined when there is no row.
   *
   * @param visibleFromNs rows from before it do not count
   */
  everySeriesSinceNs(visibleFromNs: bigint): bigint | undefined {
    let since: bigint | undefined;
    for (const { newestVisibleNs } of this.seriesById) {
      if (newestVisibleNs >= visibleFromNs && (since === undefined || newestVisibleNs < since)) since = newestVisibleNs;
    }
    return since;
  }

  addColumn(name: string, type: ColumnType, attribute: Column['attribute']): Column {
    const column = this.keepColumn(name, type, attribute);
    this.unstored.columns.push(column);
    this.unlogged.columns.push(column);
    return column;
  }

  /** Takes a column in that is stored already. */
  keepColumn(name: string, type: ColumnType, attribute: Column['attribute']): Column {
    const ordinal = this.columnsInOrder.length;
    const column = { name, ordinal, physical: `${attribute === 'DIMENSION' ? 'd' : 'c'}${ordinal}`, type, attribute };
    this.columns.set(name, column);
    this.columnsInOrder.push(column);
    return column;
  }

  /** @param dimensions their columns are added where they are new */
  addSeries(measureName: string, type: Measure['type'], dimensions: readonly Dimension[], dimensionKey: string): Series {
    for (const { name } of dimensions) if (!this.columns.has(name)) this.addColumn(name, 'varchar', 'DIMENSION');
    const series = this.keepSeries(measureName, type, dimensions, dimensionKey);
    this.unstored.series.push(series);
    this.unlogged.series.push(series);
    return series;
  }

  /** Takes a series in that is stored already. */
  keepSeries(measureName: string, type: Measure['type'], dimensions: readonly Dimension[], dimensionKey: string): Series {
    const measure = this.measures.get(measureName) ?? { name: measureName, type, seriesByKey: new Map(), dimensions: new Set() };
    const series = { id: this.seriesById.length, measure, dimensions, newestNs: beforeAllTime, newestStoredNs: beforeAllTime, newestVisibleNs: beforeAllTime };
    this.measures.set(measureName, measure);
    measure.seriesByKey.set(dimensionKey, series);
    for (const { name } of dimensions) measure.dimensions.add(name);
    this.seriesById.push(series);
    return series;
  }
}
