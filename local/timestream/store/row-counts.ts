/** How many rows of a table lie in a range of time, without asking DuckDB: what a query counts as scanned; filled by the mover. */

/** Different times that are kept, of 32 bytes or so each: a day of one reading in a third of a second. */
export const MAX_TIMES = 262_144;

export class RowCounts {
  /** Ascending, each once. */
  readonly #times: bigint[] = [];
  /** How many rows have the time at this place or an earlier one. */
  readonly #ends: number[] = [];
  /** What is not in its place yet. */
  readonly #added = new Map<bigint, number>();
  #isOver = false;

  /** Takes in rows of one time. */
  add(timeNs: bigint, rows: number): void {
    if (this.#isOver) return;
    this.#added.set(timeNs, (this.#added.get(timeNs) ?? 0) + rows);
    if (this.#times.length + this.#added.size > MAX_TIMES) this.giveUp();
  }

  /** Takes out all rows from the first time on and before the second. */
  remove(fromNs: bigint, untilNs: bigint): void {
    this.#settle();
    const [from, until] = [this.#placeOf(fromNs), this.#placeOf(untilNs)];
    const removed = this.#rowsAt(until) - this.#rowsAt(from);
    this.#times.splice(from, until - from);
    this.#ends.splice(from, until - from);
    for (let place = from; place < this.#ends.length; place += 1) this.#ends[place] = (this.#ends[place] ?? 0) - removed;
  }

  /** Every time with its rows, ascending; undefined when there are too many. */
  all(): Counts | undefined {
    this.#settle();
    return this.#isOver ? undefined : this.#times.map((time, place) => [time, this.#rowsAt(place + 1) - this.#rowsAt(place)]);
  }

  /** Stops counting: there are too many different times. */
  giveUp(): void {
    this.#isOver = true;
    this.#times.length = 0;
    this.#ends.length = 0;
    this.#added.clear();
  }

  /**
   * @param fromNs the first time that counts
   * @param untilNs the first that does not count any more
   * @returns undefined when there are too many different times to tell
   */
  between(fromNs: bigint | undefined, untilNs: bigint | undefined): number | undefined {
    this.#settle();
    if (this.#isOver) return undefined;
    const until = untilNs === undefined ? this.#rowsAt(this.#times.length) : this.#rowsAt(this.#placeOf(untilNs));
    const from = fromNs === undefined ? 0 : this.#rowsAt(this.#placeOf(fromNs));
    return Math.max(until - from, 0);
  }

  /** How many rows come before a place. */
  #rowsAt(place: number): number {
    return place === 0 ? 0 : (this.#ends[place - 1] ?? 0);
  }

  /** The place of the first time that is not before the given one. */
  #placeOf(timeNs: bigint): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? timeNs) < timeNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts what was added in its place. Rows mostly come in order of time, so little has to make room. */
  #settle(): void {
    // As 64-bit numbers, which are sorted without a call for each comparison; no time of a record is beyond them.
    const added = BigInt64Array.from(this.#added.keys()).sort();
    const [earliest] = added;
    if (earliest === undefined) return;
    const place = this.#placeOf(earliest);
    let end = this.#rowsAt(place);
    let passedEnd = end;
    const times = this.#times.splice(place);
    const ends = this.#ends.splice(place);
    for (let next = 0, nextAdded = 0; ;) {
      const time = earlier(times[next], added[nextAdded]);
      if (time === undefined) break;
      if (times[next] === time) {
        end += (ends[next] ?? 0) - passedEnd;
        passedEnd = ends[next] ?? 0;
        next += 1;
      }
      if (added[nextAdded] === time) {
        end += this.#added.get(time) ?? 0;
        nextAdded += 1;
      }
      this.#times.push(time);
      this.#ends.push(end);
    }
    this.#added.clear();
  }
}

function earlier(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

export type Counts = readonly (readonly [timeNs: bigint, rows: number])[];
