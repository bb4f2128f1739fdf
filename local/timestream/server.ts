/** The Timestream-compatible server: both APIs on one port, over one store; started by main and by the local stack. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BatchLoads } from './batch-load/batch-loads';
import { noBuckets } from './buckets/buckets';
import { s3Buckets, type S3Settings } from './buckets/s3-buckets';
import { answerControl, controlPath, type ControlCommands } from './control/answer-control';
import { Control } from './control/control';
import { answerHealth, healthPath } from './protocol/answer-health';
import { answerRequest, type Serving } from './protocol/answer-request';
import { Queries } from './query/queries';
import type { AccessKey } from './signature/access-key';
import { authorizeBy } from './signature/authorize';
import { openStore } from './store/open-store';

export interface TimestreamOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly host?: string;
  /** The folder to keep everything in, or `:memory:` to keep nothing. */
  readonly data: string;
  /** The S3 that UNLOAD writes to, and batch load reads from; without it both are refused. */
  readonly s3Endpoint?: string;
  /** What its requests are signed with; the first of `accessKeys`, or `local`, without it. */
  readonly s3Access?: S3Access;
  /** With these, only requests signed with one of them are taken; without, everybody's. */
  readonly accessKeys?: readonly AccessKey[];
  /** The clock that the control endpoint moves. */
  readonly nowNs?: () => bigint;
  /** Takes SQL that the service's documents lack, such as GROUPING SETS. */
  readonly extensions?: boolean;
  /** Begins every query with a page without rows, as the service may; `control` switches it later. */
  readonly emptyFirstPage?: boolean;
  /** How long records for the magnetic store stay invisible; up to six hours on the service, 0 by default; `control` changes it later. */
  readonly magneticDelayMs?: number;
  /** Throttles requests that come faster than the service lets an account send them; `control` switches it later. */
  readonly rateLimits?: boolean;
  /** Hears of trouble that no caller is told about, a line each. */
  readonly warn?: (line: string) => void;
}

export type S3Access = Omit<S3Settings, 'endpoint'>;

export interface RunningTimestream extends ControlCommands {
  readonly endpoint: string;
  readonly port: number;
  /** What `/control` does over HTTP, with the commands beside. */
  readonly control: Control;
  /** Answers what has begun, moves everything to its place on disk and lets go of the folder; may be called again. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 75_000;

/** How long a stop waits for queries that run; a query may take much longer. */
const queryGraceMs = 5000;

/** What an S3 that checks no signatures asks for. */
const localAccess: S3Access = { region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local' };

const systemNowNs = () => BigInt(Date.now()) * 1_000_000n;
const warnOnStderr = (line: string) => void process.stderr.write(`timestream: ${line}\n`);

/** Addresses that no other machine reaches. */
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Whether a server that listens there is for programs of its own machine only. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

/** @throws DataFolderError, or Node's error when the port is taken */
export async function startTimestream({
  port = 0, host = '127.0.0.1', data, s3Endpoint, accessKeys, s3Access = { ...localAccess, ...accessKeys?.[0] },
  nowNs = systemNowNs, extensions = false, emptyFirstPage = false, magneticDelayMs = 0, rateLimits = false, warn = warnOnStderr,
}: TimestreamOptions): Promise<RunningTimestream> {
  const control = new Control({ nowNs, emptyFirstPage, magneticDelayMs, rateLimits });
  const queries = new Queries();
  const s3 = s3Endpoint === undefined ? undefined : s3Buckets({ endpoint: s3Endpoint, ...s3Access });
  const buckets = s3 ?? noBuckets;
  const closing = new AbortController();
  const authorize = authorizeBy(accessKeys);
  const isControllable = isLoopback(host) || accessKeys !== undefined;
  const commands: ControlCommands = {
    moveTiers: async () => (await opening).store.moveTiers(),
    backup: async (folder) => (await opening).store.backup(folder),
  };
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    // While closing, connections end with their answer; Node would keep them.
    response.once('close', () => { if (!server.listening) server.closeIdleConnections(); });
    answer(request, response).catch((cause: unknown) => {
      warn(`a request could not be answered: ${cause}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' }).end('{"message": "It failed, see the output of the server."}\n');
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === controlPath) return answerControl(isControllable ? control : undefined, commands, authorize, request, response);
    if (request.url === healthPath) return answerHealth(opening, response);
    return answerRequest(await opening, request, response);
  };
  const listening = new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  // The port first: whoever tries the next one has not touched the data. Requests that come early wait.
  const opening = listening.then(async (): Promise<Serving> => {
    const store = await openStore(data, warn, { nowNs: control.nowNs, buckets, countDropped: (records) => control.countDropped(records) });
    const batchLoads = await BatchLoads.open({ store, buckets, nowNs: control.nowNs, warn });
    return { store, batchLoads, queries, buckets, control, authorize, extensions, warn, closing: closing.signal };
  });
  const { store, batchLoads } = await opening.catch((cause: unknown) => {
    server.close();
    server.closeAllConnections();
    throw cause;
  });
  // A server that listens on a port has this kind of address.
  const { port: openPort } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    closing.abort();
    const loadsStopped = batchLoads.close();
    const patience = setTimeout(() => void queries.close(), queryGraceMs);
    await closed;
    clearTimeout(patience);
    await queries.close();
    await loadsStopped;
    await store.close();
    s3?.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${openPort}`,
    port: openPort,
    control,
    ...commands,
    // The store moves its rows once: two at it would be in each other's way.
    close: () => stopped ??= stop(),
  };
}
