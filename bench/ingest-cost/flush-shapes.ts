/** Readings as they come together in one flush, from a plant of a thousand devices; ingest-cost packs each. */
import type { TimestreamRecord } from '../../shared/timestream/record';
import { below, seededRandom, type Random } from '../random';

export interface FlushShape {
  readonly name: string;
  readonly records: readonly TimestreamRecord[];
  /** The most that a million readings may cost in US dollars. */
  readonly mostUsd?: number;
}

const devices = 1_000;
const startMs = 1_767_225_600_000;
const tickMs = 10_000;
const names = ['temperature', 'humidity', 'pressure', 'battery'];

interface Variation {
  readonly site?: string;
  readonly model?: string;
  /** The measures that the reading has. */
  readonly has?: (name: string) => boolean;
}

/** As a reading of the device at this time: three dimensions, up to four doubles. */
export function record(device: number, timeMs: number, { site = 'plant-7', model = 'TX-200', has = () => true }: Variation = {}): TimestreamRecord {
  return {
    dimensions: [
      { name: 'deviceId', value: `dev-${String(device).padStart(6, '0')}` }, { name: 'site', value: site }, { name: 'model', value: model },
    ],
    measureName: 'telemetry',
    timeNs: BigInt(timeMs) * 1_000_000n,
    version: 1,
    measures: names.filter(has).map((name) => ({ name, type: 'DOUBLE', value: '21.5' })),
  };
}

export function flushShapes(seed: number): readonly FlushShape[] {
  const random = seededRandom(seed);
  return [
    { name: 'one tick', records: ticks(1), mostUsd: 0.043 },
    { name: '5 ticks', records: ticks(5) },
    { name: '27 readings a device', records: ticks(27), mostUsd: 0.038 },
    { name: '33 readings a device', records: ticks(33), mostUsd: 0.038 },
    { name: '100 readings a device', records: ticks(100), mostUsd: 0.038 },
    { name: 'one device, 33 readings (one packed message)', records: ticks(33).filter(({ dimensions }) => dimensions[0]?.value === 'dev-000001') },
    { name: '10,000 random arrivals', records: atRandom(10_000, random, () => below(devices, random)) },
    { name: '500 random arrivals (one stream batch)', records: atRandom(500, random, () => below(devices, random)) },
    { name: '20 hot devices among 1,000', records: atRandom(5_000, random, () => (random() < 0.8 ? below(20, random) : below(devices, random))) },
    { name: 'sparse measures, one tick', records: sparse(1, random) },
    { name: 'sparse measures, 27 readings a device', records: sparse(27, random) },
    { name: '10 sites, 5 models, one tick', records: sites(1) },
    { name: '10 sites, 5 models, 27 readings a device', records: sites(27) },
  ];
}

/** Every device at the same moments, tick after tick. */
export function ticks(count: number, vary: (device: number) => Variation = () => ({})): readonly TimestreamRecord[] {
  return Array.from({ length: count }, (_, tick) =>
    Array.from({ length: devices }, (_each, device) => record(device, startMs + tick * tickMs, vary(device)))).flat();
}

function atRandom(count: number, random: Random, device: () => number): readonly TimestreamRecord[] {
  return Array.from({ length: count }, (_, n) => record(device(), startMs + n * 5 + below(5, random)));
}

/** A reading has each of its measures with an even chance, and one at least. */
function sparse(count: number, random: Random): readonly TimestreamRecord[] {
  return ticks(count, () => {
    const always = names[below(names.length, random)];
    const chosen = new Set(names.filter((name) => name === always || random() < 0.5));
    return { has: (name) => chosen.has(name) };
  });
}

function sites(count: number): readonly TimestreamRecord[] {
  return ticks(count, (device) => ({ site: `plant-${device % 10}`, model: `TX-${200 + Math.floor(device / 10) % 5}` }));
}
