/** What the stack holds after the chaos: rows, dead letters by the mark their bytes bear, and whatever else there is. */
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { paginateQuery, QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import type { RunningStack } from '../running-stack';
import type { Stored } from './plan';

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const Bucket = 'chaos-local-dead-letters';

/** How many rows there are, for those who wait for them: reading them all takes long. */
export async function countRows({ timestream }: RunningStack): Promise<number> {
  const client = new TimestreamQueryClient({ ...access, endpoint: timestream });
  const { Rows } = await client.send(new QueryCommand({ QueryString: 'SELECT count(*) FROM "Chaos"."Readings"' }));
  client.destroy();
  return Number(Rows?.[0]?.Data?.[0]?.ScalarValue);
}

/** By `<device> <epoch ms>`. */
export async function storedRows({ timestream }: RunningStack): Promise<Map<string, Stored>> {
  const client = new TimestreamQueryClient({ ...access, endpoint: timestream });
  const rows = new Map<string, Stored>();
  const QueryString = 'SELECT device, to_milliseconds(time), value, count FROM "Chaos"."Readings"';
  for await (const { Rows } of paginateQuery({ client }, { QueryString })) {
    for (const { Data } of Rows ?? []) {
      const [device, ts, value, count] = (Data ?? []).map(({ ScalarValue }) => ScalarValue);
      const key = `${device} ${ts}`;
      if (rows.has(key)) throw new Error(`${key} is stored twice`);
      rows.set(key, { value: Number(value), count: Number(count) });
    }
  }
  client.destroy();
  return rows;
}

export async function tablesOf({ timestream }: RunningStack): Promise<string[]> {
  const client = new TimestreamQueryClient({ ...access, endpoint: timestream });
  const { Rows } = await client.send(new QueryCommand({ QueryString: 'SHOW TABLES FROM "Chaos"' }));
  client.destroy();
  return (Rows ?? []).map(({ Data }) => Data?.[0]?.ScalarValue ?? '').sort();
}

interface Letters {
  /** Each once. */
  readonly reasons: readonly string[];
  /** How many there are. */
  readonly letters: number;
}

export interface Letter {
  readonly reason: string;
  readonly payload: string;
  readonly position: { readonly index: number };
}

/** @param seen those that were read already, by key: for waiting, which asks often */
export async function deadLettersByMark({ s3 }: RunningStack, seen = new Map<string, Letter>()): Promise<Map<string, Letters>> {
  const client = new S3Client({ ...access, endpoint: s3, forcePathStyle: true });
  const keys = (await keysOf(client)).filter((key) => key.startsWith('reason='));
  const found = new Map<string, Letters>();
  for (const Key of keys) {
    const letter = seen.get(Key) ?? await letterAt(client, Key);
    seen.set(Key, letter);
    const mark = markOf(letter);
    const before = found.get(mark);
    found.set(mark, { reasons: [...new Set([...before?.reasons ?? [], letter.reason])], letters: (before?.letters ?? 0) + 1 });
  }
  client.destroy();
  return found;
}

async function letterAt(client: S3Client, Key: string): Promise<Letter> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse(await Body?.transformToString() ?? '') as Letter; // as ingestion writes them
}

/** Everything in the bucket that is no dead letter of ours. */
export async function otherObjects({ s3 }: RunningStack): Promise<string[]> {
  const client = new S3Client({ ...access, endpoint: s3, forcePathStyle: true });
  const keys = await keysOf(client);
  client.destroy();
  return keys.filter((key) => !key.startsWith('reason='));
}

async function keysOf(client: S3Client): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket })) keys.push(...(Contents ?? []).map(({ Key = '' }) => Key));
  return keys;
}

const gzipMagic = 0x1f;

/** The refused reading is one element of the message, or all of it. */
function markOf({ payload, position }: Letter): string {
  const bytes = Buffer.from(payload, 'base64');
  const text = (bytes[0] === gzipMagic ? gunzipSync(bytes) : bytes).toString();
  const content = text.startsWith('[') ? JSON.stringify((JSON.parse(text) as unknown[])[position.index]) : text;
  return /#c?\d+#/.exec(content)?.[0] ?? `no mark: ${text}`;
}
