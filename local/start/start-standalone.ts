/** The Timestream-compatible server as a product of its own, with buckets beside it; `npm run timestream` and the package's `local` entry start it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3 } from '../s3/server';
import { type RunningTimestream, startTimestream, type TimestreamOptions } from '../timestream/server';
import { clientAddress } from './client-address';
import { Closers } from './closers';
import { openDataFolder } from './data-folder';
import { s3SignatureCheck } from './s3-signature-check';
import { type PortChoice, startOnPort } from './start-on-port';

/** The port of the local S3, or another one. */
export type S3Choice = PortChoice | { readonly endpoint: string };

export interface StandaloneOptions extends Omit<TimestreamOptions, 'port' | 's3Endpoint'> {
  readonly port: PortChoice;
  readonly host: string;
  /** The data folder, which `npm start` could serve as well, or `:memory:` to keep nothing. */
  readonly data: string;
  /** Undefined for no buckets. */
  readonly s3: S3Choice | undefined;
  /** Hears where a default port moved to. */
  readonly log: (line: string) => void;
}

export interface Standalone {
  readonly timestream: RunningTimestream;
  /** Where clients of this machine find the buckets. */
  readonly s3Endpoint: string | undefined;
  close(): Promise<void>;
}

export const inMemory = ':memory:';

/** @throws DataFolderError, PortError, or what keeps a server from starting; nothing is left running or locked */
export async function startStandalone(options: StandaloneOptions & { readonly s3: S3Choice }): Promise<Standalone & { readonly s3Endpoint: string }>;
export async function startStandalone(options: StandaloneOptions): Promise<Standalone>;
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const closers = new Closers();
  try {
    const folders = options.data === inMemory ? temporaryFolders(closers) : heldFolders(options.data, closers);
    const s3Endpoint = await startBuckets(options, folders.s3, closers);
    const beside = s3Endpoint === undefined ? {} : { s3Endpoint };
    const timestream = await startOnPort(options.port, (port) => startTimestream({ ...options, ...beside, port, data: folders.timestream }), options.log);
    closers.add(() => timestream.close());
    return { timestream, s3Endpoint, close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function startBuckets({ s3, host, accessKeys, warn, log }: StandaloneOptions, folder: string, closers: Closers): Promise<string | undefined> {
  if (s3 === undefined) return undefined;
  if ('endpoint' in s3) return s3.endpoint;
  const check = accessKeys === undefined ? {} : { check: s3SignatureCheck(accessKeys) };
  const tell = warn === undefined ? {} : { warn: (line: string) => { warn(`S3: ${line}`); } };
  const server = await startOnPort(s3, (port) => startS3({ port, host, folder, ...check, ...tell }), log);
  closers.add(() => server.close());
  return clientAddress('http', host, server.port);
}

interface Folders {
  readonly timestream: string;
  readonly s3: string;
}

function heldFolders(data: string, closers: Closers): Folders {
  const folder = openDataFolder(data);
  closers.add(() => { folder.close(); });
  return folder;
}

/** Buckets are files in any case. */
function temporaryFolders(closers: Closers): Folders {
  const folder = mkdtempSync(join(tmpdir(), 'tidegauge-'));
  closers.add(() => { rmSync(folder, { recursive: true, force: true }); });
  return { timestream: inMemory, s3: join(folder, 's3') };
}
