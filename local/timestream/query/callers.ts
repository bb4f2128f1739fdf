/** The calls that wait for the first page of one query: once all of them have gone away nobody wants it any more; used by queries. */

export class Callers {
  readonly #page: Promise<string>;
  readonly #abandon: () => void;
  readonly #waiting = new Set<AbortSignal | undefined>();
  #isAnswered = false;

  /** @param abandon stops the query; called when the last caller goes before the page is there */
  constructor(page: Promise<string>, abandon: () => void) {
    this.#page = page;
    this.#abandon = abandon;
    const answered = () => { this.#isAnswered = true; };
    page.then(answered, answered);
  }

  /**
   * Waits with one caller.
   *
   * @param gone fires when it goes away; a caller without it stays
   */
  async wait(gone?: AbortSignal): Promise<string> {
    this.#waiting.add(gone);
    const leave = () => {
      this.#waiting.delete(gone);
      if (this.#waiting.size === 0 && !this.#isAnswered) this.#abandon();
    };
    if (gone?.aborted) leave();
    else gone?.addEventListener('abort', leave, { once: true });
    try {
      return await this.#page;
    } finally {
      gone?.removeEventListener('abort', leave);
      this.#waiting.delete(gone);
    }
  }
}
