/** A function with its instances: warm ones first, new ones as needed; start-lambda and asynchronous-invocation run events through it. */
import { Concurrency } from './concurrency';
import { type Bundle, extractBundle } from './extract-bundle';
import { type Hear, Instance, type InstanceAnswer } from './instance';
import type { LambdaFunction } from './lambda-function';

export interface PoolOptions {
  /** Where the bundle is unpacked. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly instanceLimit: number;
  readonly log: (functionName: string, line: string) => void;
}

export class FunctionPool {
  readonly concurrency: Concurrency;
  private readonly bundle: Bundle;
  private readonly warm: Instance[] = [];
  private retirement: Promise<void> | undefined;

  /** @throws Error when the zip cannot be unpacked or has no such handler */
  constructor(
    readonly definition: LambdaFunction,
    private readonly options: PoolOptions,
  ) {
    const { reservedConcurrency } = definition;
    this.concurrency = new Concurrency({ instances: options.instanceLimit, ...(reservedConcurrency === undefined ? {} : { reserved: reservedConcurrency }) });
    this.bundle = extractBundle(definition, options.folder);
  }

  /** Runs an event on an instance, whose log goes to `hear` too; the caller has entered the pool's concurrency. Never rejects. */
  async run(requestId: string, event: string, hear?: Hear): Promise<InstanceAnswer> {
    const instance = this.takeWarm() ?? this.startInstance();
    const answer = await instance.invoke(requestId, event, hear);
    if (instance.isAlive) this.warm.push(instance);
    if ('functionError' in answer) this.options.log(this.definition.name, `ERROR Invoke Error ${JSON.stringify(answer.functionError)}`);
    return answer;
  }

  /** Ends the instances once nothing runs or waits; may be called again. */
  retire(): Promise<void> {
    this.retirement ??= this.stopWhenIdle();
    return this.retirement;
  }

  private async stopWhenIdle(): Promise<void> {
    await this.concurrency.idle();
    await Promise.all(this.warm.splice(0).map((instance) => instance.stop()));
  }

  /** The one used last: its caches are the warmest, and the others may be left alone. */
  private takeWarm(): Instance | undefined {
    for (let instance = this.warm.pop(); instance !== undefined; instance = this.warm.pop()) {
      if (instance.isAlive) return instance;
    }
    return undefined;
  }

  private startInstance(): Instance {
    const { definition, bundle, options } = this;
    return new Instance({ definition, bundle, environment: options.environment, log: (line) => { options.log(definition.name, line); } });
  }
}
