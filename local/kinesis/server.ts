/** The local Kinesis: the API over HTTP/1.1 and HTTP/2 on one port, and the same streams in this process; started by local/start. */
import { putFromHere } from './operations/put-record';
import { listenBoth } from './protocol/listen-both';
import { answerRequest } from './protocol/answer-request';
import { Streams } from './store/streams';
import { Throughput } from './throughput';

export interface KinesisOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Holds a folder for each stream, with the records of each shard in segment files. */
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Hears what no caller is told about, a line each. */
  readonly warn?: (line: string) => void;
  /** Throttles what is more than a shard takes and gives in a second. */
  readonly throughputLimits?: boolean;
}

export interface RunningKinesis {
  readonly port: number;
  readonly endpoint: string;
  /** For callers in this process: making streams, and the mapping's reading. */
  readonly streams: Streams;
  /**
   * PutRecord for callers in this process; resolves once the record is on disk.
   * @throws KinesisError what the operation answers with
   */
  put(streamName: string, partitionKey: string, data: Buffer): Promise<void>;
  /** Answers what has begun and closes the files; may be called again. */
  close(): Promise<void>;
}

const warnOnStderr = (line: string) => void process.stderr.write(`kinesis: ${line}\n`);

/** @throws Error naming what in the folder is damaged or of a newer version, or Node's error when the port is taken */
export async function startKinesis({ port = 0, host = '127.0.0.1', folder, now = Date.now, warn = warnOnStderr, throughputLimits = false }: KinesisOptions): Promise<RunningKinesis> {
  const throughput = throughputLimits ? new Throughput(now) : undefined;
  // The port first: whoever tries the next one has not touched the data. Requests that come early wait.
  const answering = listenBoth(port, host, (request, response) => {
    opening.then((opened) => answerRequest({ streams: opened, now, warn, throughput }, request, response)).catch((cause: unknown) => {
      warn(`a request could not be answered: ${String(cause)}`);
      response.destroy();
    });
  });
  const opening = answering.then(() => Streams.open(folder, { now, warn }));
  const streams = await opening.catch(async (cause: unknown) => {
    await (await answering).close();
    throw cause;
  });
  const listening = await answering;
  const stop = async (): Promise<void> => {
    await listening.close();
    await streams.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    port: listening.port,
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    streams,
    put: (streamName, partitionKey, data) => putFromHere({ streams, throughput }, streamName, partitionKey, data),
    close: () => stopped ??= stop(),
  };
}
