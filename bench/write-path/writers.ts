/** Three ways to write the same records: the plain client, this service's own path, and HTTP by hand without what a client brings. */
import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { TimestreamWriteClient, WriteRecordsCommand } from '@aws-sdk/client-timestream-write';
import { SignatureV4 } from '@smithy/signature-v4';
import { packBatches } from '../../shared/timestream/batch';
import { newWriteClient } from '../../shared/timestream/clients';
import { maxRecordsPerRequest } from '../../shared/timestream/limits';
import { recordToWire, type TimestreamRecord } from '../../shared/timestream/record';
import { requestBody } from '../../shared/timestream/request-body';
import { seriesDimensions } from '../../shared/timestream/series-dimensions';
import { writeRecords } from '../../shared/timestream/write';

export interface Writer {
  readonly name: string;
  /** How many requests it writes them in. */
  requests(records: readonly TimestreamRecord[]): number;
  write(records: readonly TimestreamRecord[]): Promise<void>;
  close(): void;
}

const target = { database: 'IoTMetrics', table: 'SensorReadings' };
const region = 'us-east-1';
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };

/** As the client's own documents show it: whole records as objects, a hundred in a command. It has a connection for each in flight. */
export function plainClient(inFlight: number): Writer {
  const client = new TimestreamWriteClient({ region, credentials, requestHandler: { httpAgent: { maxSockets: inFlight } } });
  return {
    name: 'plain client, objects',
    requests: hundreds,
    write: (records) => inTurn(partsOf(records, maxRecordsPerRequest), inFlight, (part) =>
      client.send(new WriteRecordsCommand({ DatabaseName: target.database, TableName: target.table, Records: part.map(recordToWire) }))),
    close: () => { client.destroy(); },
  };
}

/** As many records as a large batch of a stream has, and so many of these at once that all connections are busy while one is packed. */
const RECORDS_PER_CALL = 2_500;
const CALLS_AT_ONCE = 8;

/** Packing, metering and settling included. What is in flight is what has a connection. */
export function ownPath(inFlight: number): Writer {
  Object.assign(process.env, { AWS_REGION: region, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey });
  const client = newWriteClient(inFlight);
  return {
    name: 'writeRecords',
    requests: (records) => partsOf(records, RECORDS_PER_CALL).reduce((sum, part) => sum + packBatches(part).length, 0),
    write: (records) => inTurn(partsOf(records, RECORDS_PER_CALL), CALLS_AT_ONCE, async (part) => {
      const { outcomes } = await writeRecords(client, target, part);
      if (!outcomes.every(({ kind }) => kind === 'written')) throw new Error('the stub refused a record');
    }),
    close: () => { client.destroy(); },
  };
}

/** No discovery, no attempts, no errors read: what is left is a body, a signature and a POST. */
export function byHand(inFlight: number, port: number): Writer {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const signer = new SignatureV4({ service: 'timestream', region, credentials, sha256: NodeSha256 });
  const post = async (part: readonly TimestreamRecord[]) => {
    const body = requestBody(target, { dimensions: [] }, part.map((record) => ({ record, series: { dimensions: seriesDimensions(record.dimensions).list } })));
    const headers = { host: '127.0.0.1', 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.WriteRecords', 'content-length': String(body.length) };
    const signed = await signer.sign({ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {}, headers, body });
    await new Promise<void>((resolve, reject) => {
      request({ host: '127.0.0.1', port, method: 'POST', agent, headers: signed.headers }, (response) => {
        response.resume();
        response.once('end', resolve);
      }).once('error', reject).end(body);
    });
  };
  return { name: 'HTTP by hand', requests: hundreds, write: (records) => inTurn(partsOf(records, maxRecordsPerRequest), inFlight, post), close: () => { agent.destroy(); } };
}

/** What the signer asks of a hash: https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/checksum.ts */
class NodeSha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'object' ? bytesOf(secret) : secret;
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('the signer takes a new hash each time');
  }
}

function bytesOf(key: ArrayBuffer | ArrayBufferView): Buffer {
  return ArrayBuffer.isView(key) ? Buffer.from(key.buffer, key.byteOffset, key.byteLength) : Buffer.from(key);
}

const hundreds = (records: readonly TimestreamRecord[]) => Math.ceil(records.length / maxRecordsPerRequest);

function partsOf(records: readonly TimestreamRecord[], size: number): readonly (readonly TimestreamRecord[])[] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, part) => records.slice(part * size, (part + 1) * size));
}

async function inTurn<T>(parts: readonly T[], inFlight: number, send: (part: T) => Promise<unknown>): Promise<void> {
  const queue = parts.values();
  const work = async () => {
    for (const part of queue) await send(part);
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
