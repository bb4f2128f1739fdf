/** Remembers answers by ClientToken, so that a request that was sent again gets the answer of the first instead of a second run. */
import { ServiceError } from '../errors';
import type { Callers } from './callers';
import type { QueryRun } from './query-run';

/** The service's documents say both four hours and five minutes; this is the longer. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const CLIENT_TOKEN_LIFE_NS = 4n * 3_600_000_000_000n;
/** Local: SDKs send a new token with every call, so the oldest answers are forgotten beyond these. */
const MAX_REMEMBERED = 1000;
const MAX_REMEMBERED_CHARACTERS = 16 * 1024 * 1024;

export interface Started {
  readonly run: QueryRun;
  /** The first page, as it went out. */
  readonly page: Promise<string>;
  /** Those who wait for it. */
  readonly callers: Callers;
}

interface Remembered {
  /** The other parameters of the call: the same token with others is a mistake. */
  readonly parameters: string;
  readonly started: Promise<Started>;
  readonly diesNs: bigint;
  characters: number;
}

export class ClientTokens {
  readonly #byToken = new Map<string, Remembered>();
  #characters = 0;

  /**
   * @param key the token with its caller
   * @param start runs the query, unless an earlier call did
   * @throws ServiceError ValidationException when the token came with other parameters before
   */
  started(key: string, parameters: string, nowNs: bigint, start: () => Promise<Started>): Promise<Started> {
    const known = this.#byToken.get(key);
    if (known !== undefined && known.diesNs > nowNs) {
      if (known.parameters === parameters) return known.started;
      throw new ServiceError('ValidationException', 'The client token was used before with other parameters.');
    }
    this.forget(key);
    const remembered: Remembered = { parameters, started: start(), diesNs: nowNs + CLIENT_TOKEN_LIFE_NS, characters: parameters.length };
    this.#byToken.set(key, remembered);
    this.#characters += remembered.characters;
    remembered.started.then(({ page }) => page).then(
      (text) => this.#grow(key, remembered, text.length),
      // What failed may be tried again.
      () => { if (this.#byToken.get(key) === remembered) this.forget(key); },
    );
    this.#forgetOldest();
    return remembered.started;
  }

  /** The next call with the token starts anew. */
  forget(key: string): void {
    this.#characters -= this.#byToken.get(key)?.characters ?? 0;
    this.#byToken.delete(key);
  }

  #grow(key: string, remembered: Remembered, characters: number): void {
    if (this.#byToken.get(key) !== remembered) return;
    remembered.characters += characters;
    this.#characters += characters;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const key of this.#byToken.keys()) {
      if (this.#byToken.size <= MAX_REMEMBERED && this.#characters <= MAX_REMEMBERED_CHARACTERS) return;
      this.forget(key);
    }
  }
}
