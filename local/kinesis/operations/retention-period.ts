/** IncreaseStreamRetentionPeriod and its opposite: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
import { KinesisError } from '../kinesis-error';
import { retentionHours } from '../limits';
import type { Input } from './input';
import type { Operation } from './operation';
import { streamOf } from './stream-reference';

export const increaseStreamRetentionPeriod: Operation = async (input, { streams }) => {
  const stream = streamOf(input, streams);
  const { name, retentionHours: current } = stream.definition;
  const hours = readHours(input);
  if (hours < current) {
    throw new KinesisError('InvalidArgumentException', `Requested retention period (${hours} hours) for stream ${name} can not be shorter than existing retention period (${current} hours). Use DecreaseRetentionPeriod API.`);
  }
  await stream.change({ retentionHours: hours });
  return undefined;
};

/** Records that are older are out of all answers at once. */
export const decreaseStreamRetentionPeriod: Operation = async (input, { streams }) => {
  const stream = streamOf(input, streams);
  const { name, retentionHours: current } = stream.definition;
  const hours = readHours(input);
  if (hours > current) {
    throw new KinesisError('InvalidArgumentException', `Requested retention period (${hours} hours) for stream ${name} can not be longer than existing retention period (${current} hours). Use IncreaseRetentionPeriod API.`);
  }
  await stream.change({ retentionHours: hours });
  return undefined;
};

function readHours(input: Input): number {
  const hours = input.integer('RetentionPeriodHours');
  if (hours < retentionHours.least) throw new KinesisError('InvalidArgumentException', `Minimum allowed retention period is ${retentionHours.least} hours. Requested retention period (${hours} hours) is too short.`);
  if (hours > retentionHours.most) throw new KinesisError('InvalidArgumentException', `Maximum allowed retention period is ${retentionHours.most} hours. Requested retention period (${hours} hours) is too long.`);
  return hours;
}
