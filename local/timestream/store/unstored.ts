/** What a table has accepted and DuckDB has not got yet: filled by admit, emptied by move-rows. */
import type { Column, Row, Series } from './table';

export class Unstored {
  readonly columns: Column[] = [];
  readonly series: Series[] = [];
  readonly rows: Row[] = [];
  /** Built only when somebody asks: records that come in order of time never do. */
  readonly #rowsBySeries = new Map<Series, Map<bigint, Row>>();
  #indexed = 0;

  get isEmpty(): boolean {
    return this.rows.length === 0 && this.series.length === 0 && this.columns.length === 0;
  }

  find(series: Series, timeNs: bigint): Row | undefined {
    for (; this.#indexed < this.rows.length; this.#indexed += 1) this.#index(this.rows[this.#indexed]);
    return this.#rowsBySeries.get(series)?.get(timeNs);
  }

  #index(row: Row | undefined): void {
    if (!row) return;
    let rowsByTime = this.#rowsBySeries.get(row.series);
    if (!rowsByTime) this.#rowsBySeries.set(row.series, (rowsByTime = new Map()));
    rowsByTime.set(row.timeNs, row);
  }
}
