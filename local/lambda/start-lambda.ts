/** Runs packaged functions as Lambda would, in worker threads of this process; local/start hands it to the gateway and the rule runner. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { type AcceptedEvent, invokeAsynchronously } from './asynchronous-invocation';
import { FunctionPool } from './function-pool';
import type { Hear, InstanceAnswer } from './instance';
import { type InvocationResult, LambdaError, type LambdaFunction } from './lambda-function';
import { asynchronousPayloadBytes, lambdaRetryDelayMs, refuseLarge, synchronousPayloadBytes } from './limits';

export interface LambdaOptions {
  readonly functions: readonly LambdaFunction[];
  /** Added to every function's own variables: region, dummy credentials, endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where bundles are unpacked. */
  readonly folder: string;
  readonly storeFailure: (destinationArn: string, key: string, body: string) => Promise<void>;
  /** A line that a function wrote, or that is about its events. */
  readonly log: (functionName: string, line: string) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Lambda's one and two minutes, unless given. */
  readonly retryDelayMs?: (attempt: number) => number;
  /** How many instances of one function this machine runs at once. */
  readonly instanceLimit?: number;
}

export interface LambdaRunner {
  /** Those that run now. */
  functions(): readonly LambdaFunction[];
  /** @throws LambdaError ResourceNotFoundException, or ServiceException once the runner is closed */
  find(nameOrArn: string): LambdaFunction;
  /**
   * Invokes with JSON text and waits for the answer.
   * @param hear gets the function's log, all of it before the answer
   * @throws LambdaError as `invoke`
   */
  run(nameOrArn: string, requestId: string, event: string, hear?: Hear): Promise<InstanceAnswer>;
  /**
   * Invokes and waits for the answer.
   * @throws LambdaError when the function is not reached: unknown, throttled, event too large, runner closed
   */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /**
   * Resolves when the event has been handled or the record of its failure is stored.
   * @param accepted what an earlier run of this machine knew of it
   * @throws LambdaError as `invoke`, or any error of `storeFailure`: the event is not settled then
   */
  invokeAsync(nameOrArn: string, event: unknown, accepted?: Pick<AcceptedEvent, 'requestId' | 'receivedAt'>): Promise<void>;
  /**
   * Puts these functions in the place of the old ones, whose work in flight finishes; resolves when it has.
   * @throws Error at once, changing nothing, when a zip cannot be unpacked or has no such handler
   */
  setFunctions(functions: readonly LambdaFunction[]): Promise<void>;
  /** Lets running invocations finish and ends the instances; waiting ones are rejected. */
  close(): Promise<void>;
}

/** @throws Error when a zip cannot be unpacked or has no such handler */
export function startLambda(options: LambdaOptions): LambdaRunner {
  const { environment, folder, storeFailure, log, now = Date.now, retryDelayMs = lambdaRetryDelayMs } = options;
  const instanceLimit = options.instanceLimit ?? Math.max(4, 2 * availableParallelism());
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // any number of events may wait for their retry
  const closed = (): LambdaError => new LambdaError('ServiceException', 'the runner is closed');
  const poolsOf = (functions: readonly LambdaFunction[]): Map<string, FunctionPool> =>
    new Map(functions.map((definition) => [definition.name, new FunctionPool(definition, { folder, environment, instanceLimit, log })]));
  let pools = poolsOf(options.functions);
  /** Replaced pools whose work in flight is not done. */
  const retiring = new Set<FunctionPool>();

  function poolOf(nameOrArn: string): FunctionPool {
    if (closing.signal.aborted) throw closed();
    const pool = pools.get(nameOrArn) ?? [...pools.values()].find(({ definition }) => definition.arn === nameOrArn);
    if (pool === undefined) throw new LambdaError('ResourceNotFoundException', `Function not found: ${nameOrArn}`);
    return pool;
  }

  async function retireAll(replaced: readonly FunctionPool[]): Promise<void> {
    await Promise.all(replaced.map(async (pool) => {
      retiring.add(pool);
      await pool.retire();
      retiring.delete(pool);
    }));
  }

  async function run(nameOrArn: string, requestId: string, event: string, hear?: Hear): Promise<InstanceAnswer> {
    const pool = poolOf(nameOrArn);
    refuseLarge(event, synchronousPayloadBytes);
    await pool.concurrency.enter(true);
    try {
      return await pool.run(requestId, event, hear);
    } finally {
      pool.concurrency.leave();
    }
  }

  return {
    functions: () => [...pools.values()].map(({ definition }) => definition),
    find: (nameOrArn) => poolOf(nameOrArn).definition,
    run,

    async invoke(nameOrArn, event) {
      const answer = await run(nameOrArn, randomUUID(), eventText(event));
      return 'payload' in answer ? { payload: JSON.parse(answer.payload) as unknown } : answer;
    },

    async invokeAsync(nameOrArn, event, accepted = { requestId: randomUUID(), receivedAt: now() }) {
      poolOf(nameOrArn);
      const text = eventText(event);
      refuseLarge(text, asynchronousPayloadBytes);
      await invokeAsynchronously(() => poolOf(nameOrArn), { ...accepted, event: text }, { now, retryDelayMs, storeFailure, log, signal: closing.signal });
    },

    setFunctions(functions) {
      const replaced = [...pools.values()];
      pools = poolsOf(functions);
      return retireAll(replaced);
    },

    async close() {
      closing.abort(closed());
      await Promise.all([...pools.values(), ...retiring].map((pool) => {
        pool.concurrency.refuseWaiting(closed());
        return pool.retire();
      }));
    },
  };
}

function eventText(event: unknown): string {
  return JSON.stringify(event ?? null);
}
