/** Who reads the files of sealed days: what has been replaced is removed once nobody is left who may have been told of it. */

interface Retired {
  readonly readers: Set<object>;
  readonly remove: () => void;
}

export class Readers {
  readonly #readers = new Set<object>();
  #retired: Retired[] = [];

  begin(reader: object): void {
    this.#readers.add(reader);
  }

  /** Does nothing for whoever has not begun. */
  end(reader: object): void {
    if (!this.#readers.delete(reader)) return;
    for (const { readers } of this.#retired) readers.delete(reader);
    const due = this.#retired.filter(({ readers }) => readers.size === 0);
    if (due.length === 0) return;
    this.#retired = this.#retired.filter(({ readers }) => readers.size > 0);
    for (const { remove } of due) remove();
  }

  /** @param remove runs when all who read now have ended; it must not throw */
  retire(remove: () => void): void {
    if (this.#readers.size === 0) remove();
    else this.#retired.push({ readers: new Set(this.#readers), remove });
  }
}
