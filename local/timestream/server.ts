/** The Timestream-compatible server: both APIs on one port, over one store; started by main and by the local stack. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noBuckets } from './buckets/buckets';
import { s3Buckets } from './buckets/s3-buckets';
import { answerControl, controlPath } from './control/answer-control';
import { Control } from './control/control';
import { answerRequest } from './protocol/answer-request';
import { Queries } from './query/queries';
import { openStore } from './store/open-store';

export interface TimestreamOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly host?: string;
  /** The folder to keep everything in, or `:memory:` to keep nothing. */
  readonly data: string;
  /** The S3 that UNLOAD writes to, and batch load reads from; without it both are refused. */
  readonly s3Endpoint?: string;
  /** The clock that the control endpoint moves. */
  readonly nowNs?: () => bigint;
  /** Takes SQL that the service's documents lack, such as GROUPING SETS. */
  readonly extensions?: boolean;
  /** Begins every query with a page without rows, as the service may; `control` switches it later. */
  readonly emptyFirstPage?: boolean;
  /** Hears of trouble that no caller is told about, a line each. */
  readonly warn?: (line: string) => void;
}

export interface RunningTimestream {
  readonly endpoint: string;
  readonly port: number;
  /** What `/control` does over HTTP. */
  readonly control: Control;
  /** Answers what has begun, moves everything to its place on disk and lets go of the folder. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 75_000;

/** How long a stop waits for queries that run; a query may take much longer. */
const queryGraceMs = 5000;

/** The local S3 asks for no more. */
const s3Access = { region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local' };

const systemNowNs = () => BigInt(Date.now()) * 1_000_000n;
const warnOnStderr = (line: string) => void process.stderr.write(`timestream: ${line}\n`);

/** Addresses that no other machine reaches. */
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** @throws DataFolderError, or Node's error when the port is taken */
export async function startTimestream({
  port = 0, host = '127.0.0.1', data, s3Endpoint, nowNs = systemNowNs, extensions = false, emptyFirstPage = false, warn = warnOnStderr,
}: TimestreamOptions): Promise<RunningTimestream> {
  const control = new Control({ nowNs, emptyFirstPage });
  const queries = new Queries();
  const s3 = s3Endpoint === undefined ? undefined : s3Buckets({ endpoint: s3Endpoint, ...s3Access });
  const buckets = s3 ?? noBuckets;
  const closing = new AbortController();
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    // While closing, connections end with their answer; Node would keep them.
    response.once('close', () => { if (!server.listening) server.closeIdleConnections(); });
    const answered = request.url === controlPath
      ? answerControl(loopback.test(host) ? control : undefined, request, response)
      : opening.then((store) => answerRequest({ store, queries, buckets, control, extensions, warn, closing: closing.signal }, request, response));
    answered.catch((cause: unknown) => warn(`a request could not be answered: ${cause}`));
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
    control,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      closing.abort();
      const patience = setTimeout(() => void queries.close(), queryGraceMs);
      await closed;
      clearTimeout(patience);
      await queries.close();
      await store.close();
      s3?.close();
    },
  };
}
