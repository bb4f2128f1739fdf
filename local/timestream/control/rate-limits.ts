/**
 * How many requests a second an account may send, for those who want to meet the service's limits: control switches them on,
 * answer-request asks before every operation.
 */
import { ServiceError } from '../errors';

interface Rate {
  readonly operations: RegExp;
  readonly what: string;
  readonly perSecond: number;
}

/** Source: https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html, default quotas. */
const rates: readonly Rate[] = [
  { operations: /^(?:Create|Update|Delete)/, what: 'Create, Update and Delete requests are', perSecond: 1 },
  { operations: /^(?:List|Describe|Prepare|ExecuteScheduledQuery)/, what: 'List, Describe, Prepare and ExecuteScheduledQuery requests are', perSecond: 5 },
  // A statement of Query, not an operation.
  { operations: /^UNLOAD$/, what: 'UNLOAD statements are', perSecond: 1 },
];

interface Allowance {
  left: number;
  atMs: number;
}

/** An unused second is kept, no more: after it, as many requests as fit one second pass at once. */
export class RateLimits {
  readonly #allowances = new Map<Rate, Allowance>();

  /** @param clockMs counts on; the server's own clock does not, since tests may hold it */
  constructor(private readonly clockMs: () => number = () => performance.now()) {}

  /**
   * @param operation its name, or UNLOAD
   * @throws ServiceError ThrottlingException, which SDKs answer with another attempt; a refused request costs nothing
   */
  take(operation: string): void {
    const rate = rates.find(({ operations }) => operations.test(operation));
    if (rate === undefined) return;
    const allowance = this.#allowanceNow(rate);
    if (allowance.left < 1) throw new ServiceError('ThrottlingException', `Rate exceeded: ${rate.what} limited to ${rate.perSecond} per second for the account.`);
    allowance.left -= 1;
  }

  #allowanceNow(rate: Rate): Allowance {
    const atMs = this.clockMs();
    const before = this.#allowances.get(rate) ?? { left: rate.perSecond, atMs };
    const left = Math.min(rate.perSecond, before.left + (atMs - before.atMs) / 1000 * rate.perSecond);
    const allowance = { left, atMs };
    this.#allowances.set(rate, allowance);
    return allowance;
  }
}
