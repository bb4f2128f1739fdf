/** Makes a zipped bundle from the source of a handler, and a runner around it, for the tests of the Lambda runner. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { LambdaFunction } from '../../../local/lambda/lambda-function';
import { type LambdaOptions, type LambdaRunner, startLambda } from '../../../local/lambda/start-lambda';

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:fleet-local-probe';

export interface Stage {
  readonly folder: string;
  /** @param source an ES module that exports `handler` */
  define(source: string, changes?: Partial<LambdaFunction>): LambdaFunction;
  start(source: string, changes?: Partial<LambdaFunction>, options?: Partial<LambdaOptions>): LambdaRunner;
  /** Function log lines so far. */
  readonly lines: string[];
  /** What was stored at the on-failure destination. */
  readonly failures: { readonly destination: string; readonly key: string; readonly body: Record<string, unknown> }[];
  tearDown(): Promise<void>;
}

export function setStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  const runners: LambdaRunner[] = [];
  const lines: string[] = [];
  const failures: Stage['failures'] = [];
  let zips = 0;

  const define: Stage['define'] = (source, changes = {}) => {
    zips += 1;
    const zip = join(folder, `probe-${zips}.zip`);
    writeFileSync(zip, zipSync({ functions: { 'probe.mjs': strToU8(source) } }));
    return {
      name: 'fleet-local-probe', arn: functionArn, handler: 'functions/probe.handler', zip, environment: {},
      timeoutMs: 10_000, memoryMb: 128, asynchronous: { maximumRetryAttempts: 2, maximumEventAgeMs: 3_600_000 }, ...changes,
    };
  };

  return {
    folder, define, lines, failures,
    start(source, changes = {}, options = {}) {
      const runner = startLambda({
        functions: [define(source, changes)],
        environment: {},
        folder: join(folder, 'code'),
        storeFailure: (destination, key, body) => {
          failures.push({ destination, key, body: JSON.parse(body) as Record<string, unknown> });
          return Promise.resolve();
        },
        log: (_, line) => { lines.push(line); },
        retryDelayMs: () => 0,
        ...options,
      });
      runners.push(runner);
      return runner;
    },
    async tearDown() {
      await Promise.all(runners.map((runner) => runner.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

/** Waits until the condition holds; the test's own time-out ends the wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}
