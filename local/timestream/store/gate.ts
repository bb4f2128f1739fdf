/**
 * Keeps two kinds of work apart: statements that name files while DuckDB takes their snapshot, and changes of which rows the
 * files hold. A statement that named the files of before and saw the rows of after would miss rows, or have them twice.
 */
export class Gate {
  #inside = 0;
  #change: Promise<unknown> | undefined;
  #whenEmpty: (() => void) | undefined;

  /** Runs beside others, and waits while a change runs or waits. It shall be short. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.#change) await this.#change;
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#whenEmpty?.();
    }
  }

  /** Runs alone. Only one change may be asked for at a time. */
  async change<T>(work: () => Promise<T>): Promise<T> {
    const empty = new Promise<void>((resolve) => { this.#whenEmpty = resolve; });
    if (this.#inside === 0) this.#whenEmpty?.();
    const changed = empty.then(work);
    this.#change = changed.catch(() => undefined);
    try {
      return await changed;
    } finally {
      this.#change = undefined;
      this.#whenEmpty = undefined;
    }
  }
}
