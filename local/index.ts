/** `tidegauge/local`: the Timestream-compatible server inside another project's tests, with everything free, in memory and gone afterwards unless asked otherwise. */
import { resolve } from 'node:path';
import { inMemory, startStandalone } from './start/start-standalone';
import type { AccessKey } from './timestream/signature/access-key';
import type { RunningTimestream, TimestreamOptions } from './timestream/server';

export type { AccessKey };

export interface StartOptions extends Omit<TimestreamOptions, 's3Access' | 'data'> {
  /** A data folder, as `npm run timestream -- --data` takes it; `:memory:`, the default, keeps nothing. */
  readonly data?: string;
  /** Somebody else's S3, in the place of the local one. */
  readonly s3Endpoint?: string;
  /** Of the local S3; 0, the default, takes any free one. */
  readonly s3Port?: number;
}

export interface LocalTimestream extends Omit<RunningTimestream, 'close'> {
  /** Where UNLOAD writes and batch load reads; `new S3Client({ ...clientConfig, endpoint: s3Endpoint })` speaks to it. */
  readonly s3Endpoint: string;
  /** For `new TimestreamWriteClient(clientConfig)` and `new TimestreamQueryClient(clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: AccessKey;
  };
  /** Stops both servers and removes what was temporary. */
  close(): Promise<void>;
}

const region = 'us-east-1';
const anyKey: AccessKey = { accessKeyId: 'local', secretAccessKey: 'local' };
const silent = (): void => undefined;

/** @throws Error in one line when a port is taken, or the data folder cannot be used */
export async function startTimestream({ port = 0, s3Port = 0, host = '127.0.0.1', data = inMemory, s3Endpoint, ...options }: StartOptions = {}): Promise<LocalTimestream> {
  const running = await startStandalone({
    ...options,
    host,
    data: data === inMemory ? data : resolve(data),
    port: { flag: 'port', port, isGiven: true },
    s3: s3Endpoint === undefined ? { flag: 's3Port', port: s3Port, isGiven: true } : { endpoint: s3Endpoint },
    log: silent,
  });
  const { endpoint } = running.timestream;
  const credentials = options.accessKeys?.[0] ?? anyKey;
  return { ...running.timestream, s3Endpoint: running.s3Endpoint, clientConfig: { endpoint, region, credentials }, close: running.close };
}
