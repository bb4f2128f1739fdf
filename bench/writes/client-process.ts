/** Starts load-client and hands it one order at a time, so that making requests does not slow the servers' clock. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClientOrder, ClientReply } from './load-client';

export interface ClientProcess {
  /** @throws Error with what went wrong over there */
  carryOut(order: ClientOrder): Promise<void>;
  close(): Promise<void>;
}

export function startClient(): ClientProcess {
  const child = fork(join(__dirname, 'load-client.ts'), { execArgv: ['--expose-gc', '--import', 'tsx'] });
  const ended = once(child, 'exit');
  return {
    carryOut: async (order) => {
      const answered = once(child, 'message');
      child.send(order);
      // Only load-client answers on this channel.
      const [reply] = await Promise.race([answered, ended.then(() => { throw new Error('the load client ended'); })]) as [ClientReply];
      if (reply.failed !== undefined) throw new Error(reply.failed);
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
