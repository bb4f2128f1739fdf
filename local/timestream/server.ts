/** The Timestream-compatible server: both APIs on one port, over one store; started by main and by the local stack. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from './protocol/answer-request';
import { openStore } from './store/open-store';

export interface TimestreamOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly host?: string;
  /** The folder to keep everything in, or `:memory:` to keep nothing. */
  readonly data: string;
  readonly nowNs?: () => bigint;
  /** Hears of trouble that no caller is told about, a line each. */
  readonly warn?: (line: string) => void;
}

export interface RunningTimestream {
  readonly endpoint: string;
  readonly port: number;
  /** Answers what has begun, moves everything to its place on disk and lets go of the folder. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 75_000;

const systemNowNs = () => BigInt(Date.now()) * 1_000_000n;
const warnOnStderr = (line: string) => void process.stderr.write(`timestream: ${line}\n`);

/** @throws DataFolderError, or Node's error when the port is taken */
export async function startTimestream({ port = 0, host = '127.0.0.1', data, nowNs = systemNowNs, warn = warnOnStderr }: TimestreamOptions): Promise<RunningTimestream> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    // While closing, connections end with their answer; Node would keep them.
    response.once('close', () => { if (!server.listening) server.closeIdleConnections(); });
    opening
      .then((store) => answerRequest({ store, nowNs, warn }, request, response))
      .catch((cause: unknown) => warn(`a request could not be answered: ${cause}`));
  });
  const listening = new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  // The port first: whoever tries the next one has not touched the data. Requests that come early wait.
  const opening = listening.then(() => openStore(data, warn));
  const store = await opening.catch((cause: unknown) => {
    server.close();
    server.closeAllConnections();
    throw cause;
  });
  // A server that listens on a port has this kind of address.
  const { port: openPort } = server.address() as AddressInfo;
  return {
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${openPort}`,
    port: openPort,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await store.close();
    },
  };
}
