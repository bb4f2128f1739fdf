/** A clock that stands still until a test moves it: waits end when it is moved past them. */

interface Waiter {
  readonly untilMs: number;
  readonly end: () => void;
}

export class FakeClock {
  ms = 1_700_000_100_000;
  #waiters = new Set<Waiter>();

  readonly now = (): number => this.ms;

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
    const waiter = { untilMs: this.ms + ms, end: () => { this.#waiters.delete(waiter); resolve(); } };
    if (signal.aborted) return resolve();
    this.#waiters.add(waiter);
    signal.addEventListener('abort', waiter.end, { once: true });
  });

  /** How long each of those who wait has still to wait, shortest first. */
  get waits(): readonly number[] {
    return [...this.#waiters].map(({ untilMs }) => untilMs - this.ms).sort((a, b) => a - b);
  }

  advance(ms: number): void {
    this.ms += ms;
    for (const waiter of [...this.#waiters]) if (waiter.untilMs <= this.ms) waiter.end();
  }

  /** Lets everything run that does not wait for time, until the condition holds; and time too, when `runs`. */
  async until(condition: () => boolean, runs = false): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`never became true: ${condition}`);
      await new Promise((resolve) => { setImmediate(resolve); });
      const [next] = this.waits;
      if (runs && next !== undefined && !condition()) this.advance(next);
    }
  }
}
