/** The local S3: path-style HTTP over a data folder, for the official clients. Routes a request to its operation and answers. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CheckSignature, requireSignature } from './check-signature';
import { type BucketNotification, createdBy, Notifications, type Notify } from './notifications';
import { ObjectStore } from './object-store';
import { abortMultipartUpload } from './operations/abort-multipart-upload';
import { completeMultipartUpload } from './operations/complete-multipart-upload';
import { copyObject } from './operations/copy-object';
import { createBucket } from './operations/create-bucket';
import { createMultipartUpload } from './operations/create-multipart-upload';
import { deleteBucket } from './operations/delete-bucket';
import { deleteObject } from './operations/delete-object';
import { deleteObjects } from './operations/delete-objects';
import { getObject } from './operations/get-object';
import { headBucket } from './operations/head-bucket';
import { headObject } from './operations/head-object';
import { listBuckets } from './operations/list-buckets';
import { listObjectsV2 } from './operations/list-objects-v2';
import { putObject } from './operations/put-object';
import { uploadPart } from './operations/upload-part';
import type { S3Answer, S3Operation } from './s3-answer';
import { S3Error } from './s3-error';
import { readRequest, type S3Request } from './s3-request';
import { notImplemented } from './refuse-unsupported';
import { refuseWebPages } from './refuse-web-pages';

export interface S3Options {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Holds one folder per bucket, with the objects as plain files. */
  readonly folder: string;
  /** Says whether a request is signed as it must be; without it, everybody is let in. */
  readonly check?: CheckSignature;
  /** Hears what failed inside, a line each: clients are told only that something did. */
  readonly warn?: (line: string) => void;
  /** Sends a notification on; what is stored is answered when it has. */
  readonly notify?: Notify;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface S3Server {
  readonly endpoint: string;
  readonly port: number;
  /** The notifications of all buckets from now on, and after a restart until they are set again. */
  setNotifications(notifications: readonly BucketNotification[]): Promise<void>;
  /** Ends the connections once their requests are answered. */
  close(): Promise<void>;
}

/** By method, level and, where there is one, the parameter or header that makes another operation of it. */
const operations: Readonly<Record<string, S3Operation>> = {
  'GET service': listBuckets,
  'PUT bucket': createBucket,
  'HEAD bucket': headBucket,
  'GET bucket': listObjectsV2,
  'DELETE bucket': deleteBucket,
  'POST bucket delete': deleteObjects,
  'PUT object': putObject,
  'PUT object x-amz-copy-source': copyObject,
  'GET object': getObject,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'POST object uploads': createMultipartUpload,
  'PUT object uploadId': uploadPart,
  'POST object uploadId': completeMultipartUpload,
  'DELETE object uploadId': abortMultipartUpload,
};

/** How long close() lets requests that are under way run on. */
const closeGraceMs = 2000;

const warnOnStderr = (line: string) => void process.stderr.write(`s3: ${line}\n`);

/** What answering a request takes beside it. */
interface Serving {
  readonly store: ObjectStore;
  readonly notifications: Notifications;
  readonly check: CheckSignature | undefined;
  readonly warn: (line: string) => void;
}

/** @throws when the port is taken (EADDRINUSE) or the folder cannot be made */
export async function startS3({ port: wantedPort, host, folder, check, warn = warnOnStderr, notify, now = Date.now }: S3Options): Promise<S3Server> {
  const store = await ObjectStore.open(folder);
  const notifications = await Notifications.open({ folder, store, now, notify });
  const serving: Serving = { store, notifications, check, warn };
  let closing = false;
  const server = createServer((message, response) => {
    if (closing) response.setHeader('connection', 'close');
    void respond(message, response, serving);
  });
  server.listen(wantedPort, host);
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://${host}:${port}`,
    setNotifications: (wanted) => notifications.set(wanted),
    close: async () => {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      const grace = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      await closed;
      clearTimeout(grace);
    },
  };
}

async function respond(message: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const requestId = randomUUID();
  try {
    await send(response, requestId, await answer(message, requestId, serving));
  } catch {
    // The client went away in the middle of the body, or the file could not be read on: all that is left is to hang up.
    response.destroy();
  }
}

async function answer(message: IncomingMessage, requestId: string, { store, notifications, check, warn }: Serving): Promise<S3Answer> {
  try {
    refuseWebPages(message);
    requireSignature(check, message);
    const request = readRequest(message);
    const operation = operationOf(request);
    const answered = await operation(request, store);
    const event = createdBy.get(operation);
    if (event !== undefined) await notifications.created(event, request.bucket, request.key);
    return answered;
  } catch (error) {
    const known = error instanceof S3Error ? error : internalError(error, message, requestId, warn);
    const headers = { 'content-type': 'application/xml' };
    // An answer to HEAD has no body, so that its status says all.
    return message.method === 'HEAD' ? { status: known.status } : { status: known.status, headers, body: known.toXml(message.url ?? '/', requestId) };
  }
}

function internalError(cause: unknown, message: IncomingMessage, requestId: string, warn: (line: string) => void): S3Error {
  // A client that went away in the middle of its request is no failure of the server.
  if (message.complete || !message.destroyed) warn(`request ${requestId} failed: ${cause instanceof Error ? cause.stack : cause}`);
  return new S3Error('InternalError', `We encountered an internal error, see the output of the server for request ${requestId}`);
}

function operationOf(request: S3Request): S3Operation {
  const level = request.key !== '' ? 'object' : request.bucket !== '' ? 'bucket' : 'service';
  const asked = `${request.method} ${level}`;
  const special = [...request.query.keys(), ...Object.keys(request.headers)].find((name) => Object.hasOwn(operations, `${asked} ${name}`));
  const operation = operations[special === undefined ? asked : `${asked} ${special}`];
  if (operation === undefined) {
    const parameters = [...request.query.keys()].join(', ');
    throw notImplemented(`${request.method} of the ${level}${parameters === '' ? '' : ` with ${parameters}`}`);
  }
  return operation;
}

async function send(response: ServerResponse, requestId: string, { status, headers, body }: S3Answer): Promise<void> {
  response.writeHead(status, { ...headers, 'x-amz-request-id': requestId });
  if (body instanceof Readable) await pipeline(body, response);
  else response.end(body);
}
