/** The counts of one invocation: handlers add to them, the KPI record carries them. */
import type { CountName } from '../tables/kpi-table';

export type { CountName };

/** What a handler sees of the KPIs. */
export interface InvocationKpis {
  /** Adds to a count; `by` is a whole number, 1 when left out. Adding 0 makes the count appear as 0. */
  add(name: CountName, by?: number): void;
}

/** The counts behind {@link InvocationKpis}, and what went wrong, for the record. */
export class InvocationCounts implements InvocationKpis {
  readonly #counts = new Map<CountName, number>();
  #errorType: string | undefined;
  #failed = false;

  add(name: CountName, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  /** The function failed: counted as an error. */
  failed(errorType: string): void {
    this.#failed = true;
    this.#errorType = errorType;
  }

  /** The caller was refused: its type is kept, but it is no error of the function. */
  refused(errorType: string): void {
    this.#errorType = errorType;
  }

  get counts(): ReadonlyMap<CountName, number> {
    return this.#counts;
  }

  get errors(): 0 | 1 {
    return this.#failed ? 1 : 0;
  }

  get errorType(): string | undefined {
    return this.#errorType;
  }
}
