/** Lambda's handling of an asynchronous event: retries, maximum age and the on-failure destination; start-lambda runs one per event. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Failure, type FailureCondition, failureRecord } from './failure-record';
import type { FunctionPool } from './function-pool';
import type { InstanceAnswer } from './instance';
import type { FunctionError, LambdaFunction } from './lambda-function';

/** Node's longest, of some 25 days, is longer than an event can get old. */
const longestTimerMs = 2 ** 31 - 1;

export interface AsynchronousOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long to wait before retry number `attempt`, which starts at 1. */
  readonly retryDelayMs: (attempt: number) => number;
  readonly storeFailure: (destinationArn: string, key: string, body: string) => Promise<void>;
  readonly log: (functionName: string, line: string) => void;
  /** Ends the waiting for a retry. */
  readonly signal: AbortSignal;
}

/** What Lambda knows of an event that it has taken. */
export interface AcceptedEvent {
  readonly requestId: string;
  /** Epoch milliseconds; its age counts from here. */
  readonly receivedAt: number;
  /** JSON text. */
  readonly event: string;
}

/**
 * Resolves when the function has handled the event, or when the record of its failure is stored. Errors of the function spend its
 * attempts; waiting for a place, as Lambda does when a function is throttled, spends none, and ends with the maximum age.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 * @param pool gives the function as it is now: it may be replaced between two attempts
 * @throws Error when the runner closes before that, or the record cannot be stored: the event is not settled, and the source keeps it
 */
export async function invokeAsynchronously(pool: () => FunctionPool, { requestId, receivedAt, event }: AcceptedEvent, options: AsynchronousOptions): Promise<void> {
  let error: FunctionError | undefined;
  for (let invokeCount = 0; ; invokeCount += 1) {
    const { definition } = pool();
    const { maximumRetryAttempts, maximumEventAgeMs } = definition.asynchronous;
    const ageLimit = receivedAt + maximumEventAgeMs;
    const giveUp = (condition: FailureCondition): Promise<void> =>
      storeFailure(definition, { condition, requestId, invokeCount, event, ...(error === undefined ? {} : { error }) }, options);

    if (invokeCount > maximumRetryAttempts || definition.reservedConcurrency === 0) return giveUp('RetriesExhausted');
    if (invokeCount > 0) {
      const delayMs = options.retryDelayMs(invokeCount);
      if (options.now() + delayMs > ageLimit) return giveUp('EventAgeExceeded');
      await wait(delayMs, undefined, { signal: options.signal });
    }
    const answer = await attempt(pool(), requestId, event, () => ageLimit - options.now());
    if (answer === 'too old') return giveUp('EventAgeExceeded');
    if ('payload' in answer) return;
    error = answer.functionError;
  }
}

/** Waits for a place and runs the event, unless it becomes too old while it waits. */
async function attempt(pool: FunctionPool, requestId: string, event: string, timeLeftMs: () => number): Promise<InstanceAnswer | 'too old'> {
  if (!(await entersWithin(pool, timeLeftMs()))) return 'too old';
  try {
    return timeLeftMs() < 0 ? 'too old' : await pool.run(requestId, event);
  } finally {
    pool.concurrency.leave();
  }
}

/** @throws LambdaError when the runner closes meanwhile */
async function entersWithin({ concurrency }: FunctionPool, durationMs: number): Promise<boolean> {
  const tooOld = new AbortController();
  const timer = setTimeout(() => { tooOld.abort(tooOld); }, Math.min(Math.max(0, durationMs), longestTimerMs));
  try {
    await concurrency.enter(false, tooOld.signal);
    return true;
  } catch (error) {
    if (error === tooOld) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function storeFailure(definition: LambdaFunction, failure: Omit<Failure, 'functionName' | 'functionArn'>, options: AsynchronousOptions): Promise<void> {
  const { onFailure } = definition.asynchronous;
  if (onFailure === undefined) {
    options.log(definition.name, `event ${failure.requestId} dropped: ${failure.condition}, and the function has no on-failure destination`);
    return;
  }
  const { key, body } = failureRecord({ ...failure, functionName: definition.name, functionArn: definition.arn }, options.now());
  await options.storeFailure(onFailure, key, body);
}
