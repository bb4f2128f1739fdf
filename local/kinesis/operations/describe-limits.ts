/** DescribeLimits: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html */
import { onDemandStreams, shardsPerAccount } from '../limits';
import type { Operation } from './operation';

export const describeLimits: Operation = (_input, { streams }) => ({
  ShardLimit: shardsPerAccount,
  OpenShardCount: streams.openShards(),
  OnDemandStreamCount: streams.list().filter(({ definition }) => definition.mode === 'ON_DEMAND').length,
  OnDemandStreamCountLimit: onDemandStreams,
});
