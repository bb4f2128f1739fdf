/**
 * What becomes of a batch after an invocation: which of its records go to the function again, in which batches, and which are
 * given up; settle-batch follows the plan.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html and services-kinesis-batchfailurereporting.html.
 * Not documented, chosen: with bisecting, a batch whose first record is reported is halved, since there is nothing before
 * the number to split off; a batch that was split is tried again at once.
 */
import type { StreamRecord } from '../store/shard';
import type { MappingSettings } from './mapping';

export interface Attempt {
  readonly records: readonly StreamRecord[];
  /** Invocations so far, also of the batch it was split from. */
  readonly invocations: number;
  readonly retries: number;
  /** In a row and without any progress: what the next wait grows with. */
  readonly failures: number;
  /** How the last invocation ended, for the failure record; absent before the first. */
  readonly last?: 'error' | 'item-failures';
}

export type Outcome =
  | { readonly kind: 'handled' }
  /** @param firstFailed the index of the record from which all must be tried again */
  | { readonly kind: 'failed'; readonly firstFailed: number; readonly by: 'error' | 'item-failures' }
  /** No event can hold it. */
  | { readonly kind: 'too-large' }
  /** Throttled, for example: that is not the batch's fault. */
  | { readonly kind: 'not-invoked' };

export interface Plan {
  /** To be settled one after the other. */
  readonly next: readonly Attempt[];
  readonly exhausted?: Attempt;
}

type RetrySettings = Pick<MappingSettings, 'bisectOnFunctionError' | 'maximumRetryAttempts'>;

export function firstAttempt(records: readonly StreamRecord[]): Attempt {
  return { records, invocations: 0, retries: 0, failures: 0 };
}

export function planAfter(attempt: Attempt, outcome: Outcome, settings: RetrySettings): Plan {
  switch (outcome.kind) {
    case 'handled': return { next: [] };
    case 'not-invoked': return { next: [{ ...attempt, failures: attempt.failures + 1 }] };
    case 'too-large': return attempt.records.length > 1 ? { next: halves(attempt) } : { next: [], exhausted: attempt };
    case 'failed': return planAfterFailure({ ...attempt, invocations: attempt.invocations + 1, last: outcome.by }, outcome.firstFailed, settings);
  }
}

function planAfterFailure(attempt: Attempt, firstFailed: number, { bisectOnFunctionError, maximumRetryAttempts = Infinity }: RetrySettings): Plan {
  const isProgress = firstFailed > 0;
  const rest = { ...attempt, records: attempt.records.slice(firstFailed), failures: isProgress ? 1 : attempt.failures + 1 };
  // Splitting uses up no retries.
  if (bisectOnFunctionError && isProgress) return { next: [rest] };
  if (bisectOnFunctionError && rest.records.length > 1) return { next: halves(rest) };
  if (rest.retries >= maximumRetryAttempts) return { next: [], exhausted: rest };
  return { next: [{ ...rest, retries: rest.retries + 1 }] };
}

function halves(attempt: Attempt): readonly Attempt[] {
  const middle = Math.ceil(attempt.records.length / 2);
  return [attempt.records.slice(0, middle), attempt.records.slice(middle)].map((records) => ({ ...attempt, records, failures: 0 }));
}
