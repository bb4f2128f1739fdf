/** Which days have rows in DuckDB's own table, and how these have changed: tells the keeper what to seal; filled by the mover. */
import { dayOf } from './retention';

export interface UnsealedDay {
  /** In DuckDB's own table. */
  rows: number;
  /** Counts every row that came, newer versions too: what was read of the day is all of it while this stays the same. */
  changes: number;
  /** When the first row came since it was last sealed. */
  readonly sinceNs: bigint;
}

export class UnsealedDays {
  readonly #byDay = new Map<number, UnsealedDay>();
  #oldest: number | undefined;

  /** @param isNew false for a newer version of a row that is there already */
  add(timeNs: bigint, isNew: boolean, nowNs: bigint): void {
    const day = dayOf(timeNs);
    let unsealed = this.#byDay.get(day);
    if (unsealed === undefined) this.put(day, unsealed = { rows: 0, changes: 0, sinceNs: nowNs });
    if (isNew) unsealed.rows += 1;
    unsealed.changes += 1;
  }

  put(day: number, unsealed: UnsealedDay): void {
    this.#byDay.set(day, unsealed);
    if (this.#oldest === undefined || day < this.#oldest) this.#oldest = day;
  }

  get(day: number): UnsealedDay | undefined {
    return this.#byDay.get(day);
  }

  remove(day: number): void {
    this.#byDay.delete(day);
    if (day === this.#oldest) this.#oldest = [...this.#byDay.keys()].reduce<number | undefined>((least, other) => (least === undefined || other < least ? other : least), undefined);
  }

  /** The oldest day that has rows. */
  get oldest(): number | undefined {
    return this.#oldest;
  }

  all(): readonly (readonly [day: number, unsealed: UnsealedDay])[] {
    return [...this.#byDay];
  }
}
