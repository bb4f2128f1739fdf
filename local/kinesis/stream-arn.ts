/** How streams and shards are named; one account and one region, those of the packaged template, whatever a client says of itself. */

export const accountId = '123456789012';
export const region = 'us-east-1';

const prefix = `arn:aws:kinesis:${region}:${accountId}:stream/`;

export function streamArn(name: string): string {
  return `${prefix}${name}`;
}

/** @returns undefined when it is none of here */
export function streamNameOf(arn: string): string | undefined {
  return arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
}

export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** @returns undefined when it is not the id of a shard */
export function shardIndexOf(id: string): number | undefined {
  const [, digits] = /^shardId-(\d{12})$/.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
