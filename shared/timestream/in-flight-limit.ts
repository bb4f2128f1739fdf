/** How many requests a client has open at a time: fewer once the service throttles, then slowly more again. write sends through it. */

export interface InFlightBounds {
  readonly start: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Additive increase, multiplicative decrease, as TCP does it: half as many after a sign of congestion; while all places are taken, one
 * more for as many answers without such a sign as there are places - and before the first sign, one more for every answer. It needs no
 * clock: answers come as fast as the service can.
 */
export class InFlightLimit {
  readonly #least: number;
  readonly #most: number;
  /** May be a fraction: what is left of it has to add up to a whole place first. */
  #places: number;
  #open = 0;
  #decreases = 0;
  readonly #waiting: (() => void)[] = [];

  constructor({ start, least, most }: InFlightBounds) {
    this.#places = start;
    this.#least = least;
    this.#most = most;
  }

  /** How many may be open now. */
  get places(): number {
    return Math.floor(this.#places);
  }

  /**
   * Runs a request as soon as there is a place for it, in the order of the calls.
   *
   * @param isCongestion judges what the request resolved with, or was rejected with
   * @returns what the request resolves with; rejected as the request is
   */
  async run<T>(request: () => Promise<T>, isCongestion: (result: unknown) => boolean): Promise<T> {
    if (this.#open < this.places) this.#open += 1;
    else await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    const sentAfter = this.#decreases;
    try {
      const answer = await request();
      this.#learn(isCongestion(answer), sentAfter);
      return answer;
    } catch (error) {
      this.#learn(isCongestion(error), sentAfter);
      throw error;
    } finally {
      this.#open -= 1;
      this.#admit();
    }
  }

  #learn(isCongestion: boolean, sentAfter: number): void {
    // What was sent before the last decrease met the congestion of that time; it counts once.
    if (sentAfter !== this.#decreases) return;
    if (isCongestion) {
      this.#decreases += 1;
      this.#places = Math.max(this.#least, this.#places / 2);
    } else if (this.#open >= this.places) {
      // Places that are free would prove nothing.
      this.#places = Math.min(this.#most, this.#places + (this.#decreases === 0 ? 1 : 1 / this.#places));
    }
  }

  #admit(): void {
    while (this.#open < this.places) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      // Taken for it now, so that nobody who calls before it wakes up takes the place.
      this.#open += 1;
      next();
    }
  }
}
