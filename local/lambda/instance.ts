/** One instance of a function: a worker thread that is initialised once and runs one invocation at a time; function-pool keeps it warm. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Bundle } from './extract-bundle';
import { functionEnvironment } from './function-environment';
import type { FunctionError, LambdaFunction } from './lambda-function';
import { initialisationMs, synchronousPayloadBytes } from './limits';

/** What came of an invocation, the payload still as JSON text. */
export type InstanceAnswer = { readonly payload: string } | { readonly functionError: FunctionError };

type WorkerMessage =
  | { readonly kind: 'initialised' }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed' | 'crashed'; readonly error: FunctionError };

/** Hears a line of the function's log. */
export type Hear = (line: string) => void;

export interface InstanceOptions {
  readonly definition: LambdaFunction;
  readonly bundle: Bundle;
  readonly environment: Readonly<Record<string, string>>;
  /** A line that the function wrote to stdout or stderr. */
  readonly log: (line: string) => void;
}

export class Instance {
  private readonly worker: Worker;
  private readonly definition: LambdaFunction;
  private isEnded = false;
  private isInitialised = false;
  private invocation: { requestId: string; event: string; hear: Hear | undefined; answer: (answer: InstanceAnswer) => void } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private crashError: FunctionError | undefined;

  constructor({ definition, bundle, environment, log }: InstanceOptions) {
    this.definition = definition;
    const logStream = `[$LATEST]${randomUUID().replaceAll('-', '')}`;
    this.worker = new Worker(join(__dirname, 'instance-worker.mjs'), {
      env: functionEnvironment(definition, environment, bundle.folder, logStream),
      workerData: {
        moduleUrl: pathToFileURL(bundle.module).href,
        exportName: bundle.exportName,
        handlerName: definition.handler,
        functionName: definition.name,
        functionArn: definition.arn,
        memoryMb: definition.memoryMb,
        logStream,
      },
      argv: [],
      execArgv: [], // the loaders this process was started with are not the function's
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log(line);
        this.invocation?.hear?.(line);
      });
    }
    this.worker.on('message', (message: WorkerMessage) => { this.receive(message); });
    this.worker.on('error', (error) => { this.crashError ??= fromWorkerError(error); });
    this.worker.on('exit', (status) => { this.ended(status); });
  }

  /** False once the instance has crashed, timed out or been stopped; it runs nothing more. */
  get isAlive(): boolean {
    return !this.isEnded;
  }

  /**
   * Runs one invocation; the caller waits for its end before it asks for the next one. Never rejects.
   * @param hear gets every line that the function writes, all of them before the answer
   */
  invoke(requestId: string, event: string, hear?: Hear): Promise<InstanceAnswer> {
    return new Promise((answer) => {
      this.invocation = { requestId, event, hear, answer };
      if (this.isInitialised) this.begin();
      else this.expireAfter(initialisationMs + this.definition.timeoutMs);
    });
  }

  async stop(): Promise<void> {
    this.isEnded = true;
    await this.worker.terminate();
  }

  private begin(): void {
    if (this.invocation === undefined) return;
    const { requestId, event, hear } = this.invocation;
    this.expireAfter(this.definition.timeoutMs);
    this.worker.postMessage({ requestId, event, isHeard: hear !== undefined, deadlineMs: Date.now() + this.definition.timeoutMs });
  }

  private expireAfter(durationMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const seconds = (this.definition.timeoutMs / 1000).toFixed(2);
      this.crashError = { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${this.requestId()} Error: Task timed out after ${seconds} seconds` };
      void this.stop();
    }, durationMs);
  }

  private receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'initialised':
        this.isInitialised = true;
        return this.begin();
      case 'answered': return this.finish(withinLimit(message.payload));
      case 'failed': return this.finish({ functionError: message.error });
      case 'crashed':
        this.isEnded = true; // the thread ends right after this message
        this.crashError = message.error;
    }
  }

  private ended(status: number): void {
    this.isEnded = true;
    this.finish({
      functionError: this.crashError ?? {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${this.requestId()} Error: Runtime exited ${status === 0 ? 'without providing a reason' : `with error: exit status ${status}`}`,
      },
    });
  }

  private finish(answer: InstanceAnswer): void {
    clearTimeout(this.timer);
    const { invocation } = this;
    this.invocation = undefined;
    invocation?.answer(answer);
  }

  private requestId(): string {
    return this.invocation?.requestId ?? 'none';
  }
}

function fromWorkerError(error: object): FunctionError {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { errorType: 'Runtime.OutOfMemory', errorMessage: 'Error: Runtime exited with error: signal: killed' }
    : { errorType: 'Runtime.ExitError', errorMessage: String(error) };
}

function withinLimit(payload: string): InstanceAnswer {
  const bytes = Buffer.byteLength(payload);
  return bytes <= synchronousPayloadBytes ? { payload } : {
    functionError: {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${synchronousPayloadBytes} bytes).`,
    },
  };
}
