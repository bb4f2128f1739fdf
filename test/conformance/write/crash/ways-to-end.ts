/** How the crash test ends a server that is under load: at any moment, while it moves days between its tiers, while it stops. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Agent } from 'node:http';
import { below, type Random } from '../../../../bench/random';
import type { ServerProcess } from '../../../local/timestream/server-process';
import { changeControl } from '../../../local/timestream/wire-call';

export type WayToEnd = (server: ServerProcess, agent: Agent, random: Random) => Promise<void>;

/** Longer than moving and stopping take with what the test writes, so that they are met at every stage. */
const maxWaitMs = 120;

function kill({ process }: ServerProcess): void {
  process.kill('SIGKILL');
}

export const waysToEnd: Readonly<Record<string, WayToEnd>> = {
  'under load': (server) => {
    kill(server);
    return Promise.resolve();
  },
  'while it moves days': async (server, agent, random) => {
    // Its answer, if there is one, does not matter.
    void changeControl(server.endpoint, agent, { moveTiers: true }).catch(() => undefined);
    await wait(below(maxWaitMs, random));
    kill(server);
  },
  'after it has moved days': async (server, agent) => {
    const { status, body } = await changeControl(server.endpoint, agent, { moveTiers: true });
    if (status !== 200) throw new Error(`days could not be moved: ${status} ${JSON.stringify(body)}`);
    kill(server);
  },
  'while it stops': async (server, _agent, random) => {
    server.process.kill('SIGTERM');
    await wait(below(maxWaitMs, random));
    kill(server);
  },
  'by a clean stop': async (server) => {
    server.process.kill('SIGTERM');
    await server.ended;
  },
};
