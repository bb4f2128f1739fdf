/** One load from its own process against one broker. */
import { Child } from './child';
import type { Load } from './fleet-messages';

export interface RunningLoad {
  /** performance.now() of the first message. */
  readonly startedMs: number;
  /** Resolves when all messages are acknowledged, with the milliseconds that took. */
  readonly acknowledged: Promise<number>;
}

/** Resolves when the load begins: making its messages is not timed. */
export async function runLoad(port: string, load: Load): Promise<RunningLoad> {
  const child = Child.start('load.ts', port, JSON.stringify(load));
  await child.says(/made/);
  const startedMs = performance.now();
  child.tell('go');
  return { startedMs, acknowledged: child.says(/acknowledged/).then(() => performance.now() - startedMs).finally(() => child.stop()) };
}
