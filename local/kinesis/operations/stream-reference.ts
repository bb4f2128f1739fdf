/** Which stream a request means, by StreamName, StreamARN or both; the operations on one stream ask first. */
import { KinesisError } from '../kinesis-error';
import type { Stream } from '../store/stream';
import type { Streams } from '../store/streams';
import { accountId, streamNameOf } from '../stream-arn';
import type { Input } from './input';

export const nameBounds = { least: 1, most: 128, pattern: /[a-zA-Z0-9_.-]+/ } as const;

/** @throws KinesisError ResourceNotFoundException, InvalidArgumentException when neither is given or they disagree */
export function streamOf(input: Input, streams: Streams): Stream {
  const name = input.optionalText('StreamName', nameBounds);
  const arn = input.optionalText('StreamARN', { least: 1, most: 2048 });
  if (arn === undefined) return streams.get(name ?? refuseNeither());
  const named = nameInArn(arn);
  if (name !== undefined && name !== named) throw new KinesisError('InvalidArgumentException', `StreamARN ${arn} is not the ARN of the stream ${name}.`);
  return streams.get(named);
}

/** @throws KinesisError ResourceNotFoundException for an ARN of another account or region */
export function nameInArn(arn: string): string {
  const name = streamNameOf(arn);
  if (name === undefined) throw new KinesisError('ResourceNotFoundException', `Stream arn ${arn} under account ${accountId} not found.`);
  return name;
}

/** @throws KinesisError InvalidArgumentException for what would be a question whether a request may be made, not the request */
export function refuseDryRun(input: Input): void {
  if (input.isTrue('DryRun')) throw new KinesisError('InvalidArgumentException', 'DryRun is not supported by the local stream.');
}

function refuseNeither(): never {
  throw new KinesisError('InvalidArgumentException', 'Either StreamName or StreamARN must be given.');
}
