/** How many invocations of a function run at once: up to its reserved concurrency and to what this machine runs; function-pool asks before each one. */
import { LambdaError } from './lambda-function';

export interface ConcurrencyLimits {
  /** The function's share on AWS; above it a synchronous invocation is refused and an asynchronous one waits. */
  readonly reserved?: number;
  /** What this machine runs at once; above it, but within the share, every invocation waits. */
  readonly instances: number;
}

interface Waiting {
  readonly enter: () => void;
  readonly refuse: (reason: unknown) => void;
}

export class Concurrency {
  private running = 0;
  /** In the order of their arrival. */
  private readonly waiting = new Set<Waiting>();
  private whenIdle: (() => void) | undefined;

  constructor(private readonly limits: ConcurrencyLimits) {}

  /**
   * Resolves when an invocation may run; `leave` must follow.
   * @param signal ends the waiting
   * @throws LambdaError TooManyRequestsException for a synchronous one above the reserved concurrency; or the reason of the signal
   */
  async enter(isSynchronous: boolean, signal?: AbortSignal): Promise<void> {
    const reserved = this.limits.reserved ?? Infinity;
    if (isSynchronous && this.running >= reserved) throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.');
    if (this.running < Math.min(reserved, this.limits.instances)) {
      this.running += 1;
      return;
    }
    await new Promise<void>((enter, refuse) => {
      const waiting: Waiting = { enter, refuse };
      this.waiting.add(waiting);
      signal?.addEventListener('abort', () => {
        if (this.waiting.delete(waiting)) refuse(signal.reason);
      }, { once: true });
    });
  }

  /** The place goes to whoever has waited longest. */
  leave(): void {
    const [next] = this.waiting;
    if (next !== undefined) {
      this.waiting.delete(next);
      return next.enter();
    }
    this.running -= 1;
    if (this.running === 0) this.whenIdle?.();
  }

  /** Those who still wait get the error; those who run go on. */
  refuseWaiting(error: Error): void {
    const refused = [...this.waiting];
    this.waiting.clear();
    for (const { refuse } of refused) refuse(error);
  }

  /** Resolves when nobody runs or waits any more. */
  async idle(): Promise<void> {
    if (this.running > 0) await new Promise<void>((resolve) => { this.whenIdle = resolve; });
  }
}
