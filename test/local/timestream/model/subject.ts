/** The server that the model-based test compares with its model: in this process, where a start is quick, or as a process of its own. */
import { Agent } from 'node:http';
import { startTimestream } from '../../../../local/timestream/server';
import { copyAtRest } from '../copy-at-rest';
import { startServerProcess, type Program } from '../server-process';
import { temporaryFolder } from '../temporary-folder';
import { changeControl, wireCalls, type Call } from '../wire-call';

export interface Subject {
  readonly call: Call;
  /** @throws when the control endpoint refuses */
  control(change: object): Promise<void>;
  restart(how: 'stopped' | 'killed'): Promise<void>;
  close(): Promise<void>;
}

/** @param nowNs its clock, which starts where the real one is or before */
export type OpenSubject = (nowNs: () => bigint) => Promise<Subject>;

async function controlled(endpoint: string, agent: Agent, change: object): Promise<void> {
  const { status, body } = await changeControl(endpoint, agent, change);
  if (status !== 200) throw new Error(`/control: ${status} ${JSON.stringify(body)}`);
}

/** A kill goes on with a copy of what was on disk while the server was open. */
export const openInProcess: OpenSubject = async (nowNs) => {
  let folder = temporaryFolder();
  const agent = new Agent({ keepAlive: true });
  const open = () => startTimestream({ data: folder, nowNs, warn: () => undefined });
  let server = await open();
  return {
    call: (operation, input) => wireCalls(server.endpoint, agent)(operation, input),
    control: (change) => controlled(server.endpoint, agent, change),
    restart: async (how) => {
      const left = how === 'killed' ? await copyAtRest(folder) : folder;
      await server.close();
      folder = left;
      server = await open();
    },
    close: async () => {
      agent.destroy();
      await server.close();
    },
  };
};

export function openProcess(program: Program): OpenSubject {
  return async (nowNs) => {
    const folder = temporaryFolder();
    const agent = new Agent({ keepAlive: true });
    const open = async () => {
      const opened = await startServerProcess(['--port', '0', '--data', folder], program);
      await controlled(opened.endpoint, agent, clockAt(nowNs()));
      return opened;
    };
    let server = await open();
    const end = async (signal: NodeJS.Signals) => {
      server.process.kill(signal);
      await server.ended;
    };
    return {
      call: (operation, input) => wireCalls(server.endpoint, agent)(operation, input),
      control: (change) => controlled(server.endpoint, agent, { ...clockAt(nowNs()), ...change }),
      restart: async (how) => {
        await end(how === 'killed' ? 'SIGKILL' : 'SIGTERM');
        server = await open();
      },
      close: async () => {
        await end('SIGKILL');
        agent.destroy();
      },
    };
  };
}

function clockAt(nowNs: bigint): object {
  return { clock: { now: new Date(Number(nowNs / 1_000_000n)).toISOString(), isFrozen: true } };
}
