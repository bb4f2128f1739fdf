/** The days of a table that lie in files, one file each; the keeper seals them, table-relation and look-up read them. */

export interface SealedDay {
  readonly day: number;
  /** Of its file, which is never written to again. No name is used twice. */
  readonly path: string;
  readonly rows: number;
  readonly fromNs: bigint;
  /** Of its newest row. */
  readonly toNs: bigint;
  readonly bytes: number;
  /** How many of the table's columns, in order of appearance, it was written with: later ones are NULL. */
  readonly columns: number;
  /** How many of its rows have newer versions outside. */
  maskedRows: number;
  /** Whether statements have to look for such rows: from before the first one is there. */
  mayBeMasked: boolean;
}

export interface TimeRange {
  /** The first time that counts. */
  readonly fromNs?: bigint;
  /** The first that does not count any more. */
  readonly untilNs?: bigint;
}

export class SealedDays {
  readonly #byDay = new Map<number, SealedDay>();

  get(day: number): SealedDay | undefined {
    return this.#byDay.get(day);
  }

  put(sealed: SealedDay): void {
    this.#byDay.set(sealed.day, sealed);
  }

  remove(day: number): void {
    this.#byDay.delete(day);
  }

  all(): readonly SealedDay[] {
    return [...this.#byDay.values()];
  }

  /** Those with a time in the range. */
  within({ fromNs, untilNs }: TimeRange): readonly SealedDay[] {
    return this.all().filter((sealed) => (fromNs === undefined || sealed.toNs >= fromNs) && (untilNs === undefined || sealed.fromNs < untilNs));
  }

  /** @returns undefined when only reading a file could tell */
  rowsBetween(range: TimeRange): number | undefined {
    let rows = 0;
    for (const sealed of this.within(range)) {
      const { fromNs, untilNs } = range;
      const isWhole = (fromNs === undefined || sealed.fromNs >= fromNs) && (untilNs === undefined || sealed.toNs < untilNs);
      if (!isWhole) return undefined;
      rows += sealed.rows - sealed.maskedRows;
    }
    return rows;
  }
}
