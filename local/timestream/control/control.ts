/**
 * What a test may do to a running server: hold and move its clock, switch rate limits on, and inject throttling, latency, faults
 * and empty first pages. The same by function (`running.control`) and over HTTP (answer-control); answer-request and the operations obey it.
 */
import type { ControlChange, Fault, Latency } from './control-change';
import { ControlError, controlChange } from './control-change';
import { RateLimits } from './rate-limits';

/** The last that fits 64 bits, as everywhere in the service. */
const maxTimeNs = 9_223_372_036_854_775_807n;

export interface ControlState {
  readonly clock: { readonly now: string; readonly isFrozen: boolean };
  readonly latency: Latency | null;
  /** With `times` as many as are left. */
  readonly faults: readonly Fault[];
  readonly emptyFirstPage: boolean;
  readonly magneticDelayMs: number;
  /** Records that the magnetic store dropped for their versions, since the start or the last reset. */
  readonly droppedLateRecords: number;
  readonly rateLimits: boolean;
  /** How often each kind was injected since the start or the last reset. */
  readonly injected: Readonly<Record<string, number>>;
}

export interface ControlStart {
  readonly nowNs: () => bigint;
  readonly emptyFirstPage: boolean;
  /** 0 without it. */
  readonly magneticDelayMs?: number;
  readonly rateLimits: boolean;
  /** 0 up to 1, for faults that come at a rate. */
  readonly random?: () => number;
}

export class Control {
  readonly #start: ControlStart;
  readonly #random: () => number;
  /** What the server's own clock is ahead by. */
  #aheadNs = 0n;
  /** Where the clock stands still. */
  #frozenNs: bigint | undefined;
  #latency: Latency | null = null;
  #faults: Fault[] = [];
  #emptyFirstPage: boolean;
  #magneticDelayMs: number;
  #droppedLateRecords = 0;
  #rateLimits: RateLimits | undefined;
  #injected: Record<string, number> = {};

  /** @throws ControlError when the delay is out of its range */
  constructor(start: ControlStart) {
    this.#start = start;
    this.#random = start.random ?? Math.random;
    // By the rules of a change.
    this.#magneticDelayMs = controlChange({ magneticDelayMs: start.magneticDelayMs }).magneticDelayMs ?? 0;
    this.#emptyFirstPage = start.emptyFirstPage;
    this.#limitRates(start.rateLimits);
  }

  /** The server's clock: everything that asks for the time asks here. */
  readonly nowNs = (): bigint => this.#frozenNs ?? this.#start.nowNs() + this.#aheadNs;

  get emptyFirstPage(): boolean {
    return this.#emptyFirstPage;
  }

  /** How long records for the magnetic store stay invisible, by the server's clock. */
  get magneticDelayMs(): number {
    return this.#magneticDelayMs;
  }

  /** Undefined while they are off. */
  get rateLimits(): RateLimits | undefined {
    return this.#rateLimits;
  }

  /**
   * Members that are given replace what was; the others stay.
   *
   * @throws ControlError naming what is wrong, when nothing has changed
   */
  change(given: ControlChange): void {
    const { clock, latency, faults, emptyFirstPage, magneticDelayMs, rateLimits } = controlChange(given);
    if (clock !== undefined) this.#setClock(clock);
    if (latency !== undefined) this.#latency = latency;
    if (faults !== undefined) this.#faults = [...faults];
    if (emptyFirstPage !== undefined) this.#emptyFirstPage = emptyFirstPage;
    if (magneticDelayMs !== undefined) this.#magneticDelayMs = magneticDelayMs;
    if (rateLimits !== undefined) this.#limitRates(rateLimits);
  }

  state(): ControlState {
    return {
      clock: { now: isoText(this.nowNs()), isFrozen: this.#frozenNs !== undefined },
      latency: this.#latency,
      faults: this.#faults,
      emptyFirstPage: this.#emptyFirstPage,
      magneticDelayMs: this.#magneticDelayMs,
      droppedLateRecords: this.#droppedLateRecords,
      rateLimits: this.#rateLimits !== undefined,
      injected: this.#injected,
    };
  }

  /** Everything as it was at the start. */
  reset(): void {
    this.#aheadNs = 0n;
    this.#frozenNs = undefined;
    this.#latency = null;
    this.#faults = [];
    this.#emptyFirstPage = this.#start.emptyFirstPage;
    this.#magneticDelayMs = this.#start.magneticDelayMs ?? 0;
    this.#droppedLateRecords = 0;
    this.#limitRates(this.#start.rateLimits);
    this.#injected = {};
  }

  /** Notes that the magnetic store dropped records that WriteRecords had counted. */
  countDropped(records: number): void {
    this.#droppedLateRecords += records;
  }

  /** How long a request of the operation has to wait. */
  delayMs(operation: string): number {
    if (this.#latency === null || !concerns(this.#latency, operation)) return 0;
    this.#count('latency');
    return this.#latency.ms;
  }

  /** The fault that a request of the operation meets: the first that concerns it, with one less left of it. */
  takeFault(operation: string): Fault['kind'] | undefined {
    const fault = this.#faults.find((candidate) => concerns(candidate, operation) && this.#random() < (candidate.rate ?? 1));
    if (fault === undefined) return undefined;
    this.#count(fault.kind);
    if (fault.times !== undefined) {
      const left = fault.times - 1;
      this.#faults = this.#faults.flatMap((other) => (other !== fault ? [other] : left > 0 ? [{ ...fault, times: left }] : []));
    }
    return fault.kind;
  }

  #setClock({ now, advanceMs = 0, isFrozen }: NonNullable<ControlChange['clock']>): void {
    const target = (now === undefined ? this.nowNs() : BigInt(Date.parse(now)) * 1_000_000n) + BigInt(advanceMs) * 1_000_000n;
    if (target < 0n || target > maxTimeNs) throw new ControlError('control.clock: the time must be from 1970-01-01 to 2262-04-11');
    this.#aheadNs = target - this.#start.nowNs();
    this.#frozenNs = (isFrozen ?? this.#frozenNs !== undefined) ? target : undefined;
  }

  #limitRates(isOn: boolean): void {
    this.#rateLimits = isOn ? this.#rateLimits ?? new RateLimits() : undefined;
  }

  #count(kind: string): void {
    this.#injected = { ...this.#injected, [kind]: (this.#injected[kind] ?? 0) + 1 };
  }
}

function concerns({ operation }: { readonly operation?: string | undefined }, name: string): boolean {
  return operation === undefined || operation === name;
}

function isoText(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}
