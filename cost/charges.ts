/** What the parts on the way to Timestream charge for, each in US dollars for one reading; architectures adds them up. */
import type { Prices } from './prices';

const million = 1e6;
const secondsPerHour = 3600;

/** AWS bills by months of this many hours in its own examples. */
export const hoursPerMonth = 730;

/** https://aws.amazon.com/iot-core/pricing/: messages, rules and actions alike. */
export const iotUnitBytes = 5 * 1024;
/** https://aws.amazon.com/kinesis/data-streams/pricing/ */
export const putUnitBytes = 25 * 1024;
/** https://aws.amazon.com/api-gateway/pricing/ */
export const httpUnitBytes = 512 * 1024;

/**
 * Assumed of a function of 512 MB: so long waits for Timestream, which deploy/advice.ts assumes too, and so long works at a reading with
 * its share of a processor.
 */
const invocationMs = { base: 25, perReading: 0.05 } as const;

/** @param isBasicIngest publishing on $aws/rules costs no message: https://docs.aws.amazon.com/iot/latest/developerguide/iot-basic-ingest.html */
export function iotUsd({ usd }: Prices, messageBytes: number, isBasicIngest: boolean): number {
  return units(messageBytes, iotUnitBytes) * ((isBasicIngest ? 0 : usd.iotMessage) + usd.iotRule + usd.iotAction) / million;
}

export function lambdaUsd({ usd }: Prices, ms: number, memoryGb: number): number {
  return usd.lambdaRequest / million + usd.lambdaTime * memoryGb * ms / 1000;
}

export function durationMs(readings: number): number {
  return invocationMs.base + invocationMs.perReading * readings;
}

export function putUsd({ usd }: Prices, recordBytes: number): number {
  return units(recordBytes, putUnitBytes) * usd.streamPut / million;
}

/** Of shards that are there whether used or not. */
export function shardsUsdPerSecond({ usd }: Prices, shards: number): number {
  return shards * usd.shardHour / secondsPerHour;
}

export function httpUsd({ usd }: Prices, bodyBytes: number): number {
  return units(bodyBytes, httpUnitBytes) * usd.httpRequest / million;
}

export function writeUsd({ usd }: Prices, kib: number): number {
  return kib * usd.timestreamWrite / million;
}

function units(bytes: number, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
