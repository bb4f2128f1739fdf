/** The records that the write path is measured with: devices of three dimensions report four numbers a tick, as sensors do. */
import type { TimestreamRecord } from '../../shared/timestream/record';
import { below, seededRandom } from '../random';

/** Few enough for a call to fill requests with a device's own records. */
const DEVICES = 25;
const TICK_NS = 10_000_000_000n;
const START_NS = 1_777_624_140_000_000_000n;
const measures = ['temperature', 'humidity', 'battery_pct', 'rssi'];

/** In the order of their time, every device once a tick; its records share their dimensions, as they do when they are decoded. */
export function sensorRecords(count: number): readonly TimestreamRecord[] {
  const random = seededRandom(1);
  const devices = Array.from({ length: DEVICES }, (_, device) => [
    { name: 'device_id', value: `device-${String(device).padStart(5, '0')}` },
    { name: 'site', value: `plant-${device % 10}` },
    { name: 'model', value: 'tg-100' },
  ]);
  return Array.from({ length: count }, (_, index) => ({
    dimensions: devices[index % DEVICES] ?? [],
    measureName: 'sensor_metrics',
    timeNs: START_NS + BigInt(Math.floor(index / DEVICES)) * TICK_NS,
    version: 1,
    measures: measures.map((name) => ({ name, type: 'DOUBLE', value: String(below(10_000, random) / 100) })),
  }));
}
