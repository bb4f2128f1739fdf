/** What a table has accepted and no entry of the log holds yet; filled by admit, brought into the log by journal. */
import type { Column, Row, Series } from './table';

export class Unlogged {
  columns: Column[] = [];
  series: Series[] = [];
  rows: Row[] = [];

  get isEmpty(): boolean {
    return this.rows.length === 0 && this.series.length === 0 && this.columns.length === 0;
  }

  /** Takes what an entry held that was refused. */
  putBefore({ columns, series, rows }: Unlogged): void {
    this.columns = [...columns, ...this.columns];
    this.series = [...series, ...this.series];
    this.rows = [...rows, ...this.rows];
  }
}
