/** What costs besides ingestion: storage, rollups, a dashboard, and what is paid with no reading at all; print shows them below the table. */
import { packBatches } from '../shared/timestream/batch';
import type { TimestreamRecord } from '../shared/timestream/record';
import { hoursPerMonth, shardsUsdPerSecond, writeUsd } from './charges';
import { recordOf } from './fleet';
import type { Prices } from './prices';
import { readingsPerSecond, type Shape } from './shape';
import { storedBytes } from './writes';

export interface Line {
  readonly name: string;
  /** Undefined: not sold in the region. */
  readonly usdPerMonth: number | undefined;
}

const gigabyte = 2 ** 30;
const hoursPerDay = 24;
const secondsPerHour = 3600;

/** A query is billed for at least so much: https://docs.aws.amazon.com/timestream/latest/developerguide/tcu.html */
const leastTcuSeconds = 4 * 30;
/** Of accounts that pay by what queries scan: https://aws.amazon.com/timestream/pricing/ */
const leastScannedBytes = 10e6;

const dashboard = { refreshSeconds: 60, showsHours: 1 } as const;
const rollup = { aggregates: ['avg', 'min', 'max', 'count'], everyHours: 1 } as const;

/** In the months when data comes and goes evenly. */
export function lines(shape: Shape, prices: Prices): readonly Line[] {
  const { memoryHours, magneticDays } = shape.retention;
  const { multi, single } = storedBytes(recordOf(shape, 0, 0));
  const perHour = readingsPerSecond(shape) * secondsPerHour / gigabyte;
  const memory = (bytes: number, hours: number): number => bytes * perHour * hours * hoursPerMonth * prices.usd.timestreamMemory;
  const magnetic = (bytes: number): number => bytes * perHour * magneticDays * hoursPerDay * prices.usd.timestreamMagnetic;
  const refreshes = hoursPerMonth * secondsPerHour / dashboard.refreshSeconds;
  const runs = hoursPerMonth / rollup.everyHours;
  const hourBytes = multi * readingsPerSecond(shape) * secondsPerHour;
  const every = `a panel of the last hour, refreshed every ${dashboard.refreshSeconds} s`;
  return [
    { name: 'memory store, each hour of retention', usdPerMonth: memory(multi, 1) },
    { name: `memory store, ${memoryHours} h`, usdPerMonth: memory(multi, memoryHours) },
    { name: `magnetic store, ${magneticDays} days, once it is full`, usdPerMonth: magnetic(multi) },
    { name: `both stores with single-measure records (guide style, the rule's own action)`, usdPerMonth: memory(single, memoryHours) + magnetic(single) },
    { name: 'hourly rollup by device: its writes', usdPerMonth: runs * writeUsd(prices, rollupKib(shape)) },
    { name: 'hourly rollup: its queries, billed by TCU', usdPerMonth: runs * tcuQueryUsd(prices) },
    { name: 'hourly rollup: its queries, billed by bytes scanned', usdPerMonth: scanned(runs, hourBytes, prices) },
    { name: `${every}, billed by TCU`, usdPerMonth: refreshes * tcuQueryUsd(prices) },
    { name: `${every}, billed by bytes scanned`, usdPerMonth: scanned(refreshes, hourBytes * dashboard.showsHours, prices) },
    { name: 'idle without a stream', usdPerMonth: 0 },
    { name: 'idle with a stream of one shard', usdPerMonth: shardsUsdPerSecond(prices, 1) * hoursPerMonth * secondsPerHour },
  ];
}

/** A query by itself: four TCU for half a minute, however little it does. */
export function tcuQueryUsd({ usd }: Prices): number {
  return leastTcuSeconds / secondsPerHour * usd.timestreamTcu;
}

/** @returns undefined where bytes are not billed */
export function scannedQueryUsd({ scanUsd }: Prices, bytes: number): number | undefined {
  return scanUsd === undefined ? undefined : Math.max(leastScannedBytes, bytes) / 1e9 * scanUsd;
}

function scanned(queries: number, bytes: number, prices: Prices): number | undefined {
  const usd = scannedQueryUsd(prices, bytes);
  return usd === undefined ? undefined : queries * usd;
}

/** Every device once, with four aggregates of each measure, all of one time; packed as this product would. */
function rollupKib(shape: Shape): number {
  const mostSampled = 1_000;
  const devices = Math.min(shape.devices, mostSampled);
  const records = Array.from({ length: devices }, (_, device): TimestreamRecord => {
    const { measures, ...rest } = recordOf(shape, device, 0);
    return {
      ...rest,
      timeNs: 0n,
      measures: measures.flatMap(({ name }) => rollup.aggregates.map((aggregate) => ({ name: `${name}_${aggregate}`, type: 'DOUBLE' as const, value: '1' }))),
    };
  });
  return packBatches(records).reduce((sum, { meteredKib }) => sum + meteredKib, 0) * shape.devices / devices;
}
