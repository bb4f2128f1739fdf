/** The readings that a fleet of this shape sends, the same in every run: as records, as JSON, in the order they arrive; flushes cuts them. */
import type { MeasureDefinition } from '../shared/tables/definition';
import { msToNs } from '../shared/time';
import type { TimestreamRecord } from '../shared/timestream/record';
import type { Shape } from './shape';

/** Where it stands makes no difference; all readings are of one day. */
const startMs = Date.UTC(2026, 0, 1);

/** Devices of one site, so to speak: dimensions other than the device's have a value for each so many devices. */
const devicesPerValue = 100;

/** Multiples of it, modulo 1, are spread evenly and without order. */
const goldenRatio = 0.618033988749895;
const spread = (seed: number): number => (seed * goldenRatio) % 1;

/** One reading: the device's number `tick`, at its own moment within the interval. */
export function recordOf(shape: Shape, device: number, tick: number): TimestreamRecord {
  return {
    dimensions: shape.dimensions.map(({ name }, index) => ({ name, value: dimensionValue(device, index) })),
    measureName: shape.measureName,
    timeNs: msToNs(timeMs(shape, device, tick)),
    version: 1,
    measures: shape.measures.map((measure, index) => ({ name: measure.name, type: measure.type, value: String(valueOf(measure, device + tick + index)) })),
  };
}

/**
 * The same reading as a device sends it, in bytes of JSON.
 *
 * @param hasTopic an MQTT topic says what it can say of the dimensions; over HTTP or straight into the stream the reading says all
 */
export function readingBytes(shape: Shape, hasTopic: boolean): number {
  const reading: Record<string, unknown> = {};
  for (const [index, { name, from }] of shape.dimensions.entries()) {
    if (!hasTopic || from[0]?.kind === 'payload') reading[name] = dimensionValue(0, index);
  }
  for (const [index, measure] of shape.measures.entries()) reading[measure.name] = valueOf(measure, index);
  return Buffer.byteLength(JSON.stringify({ ...reading, ts: startMs }));
}

/** `count` readings of these devices from the nth on, as they arrive: device after device, each at its moment, tick after tick. */
export function arrivals(shape: Shape, devices: readonly number[], from: number, count: number): readonly TimestreamRecord[] {
  const inOrder = devices.toSorted((a, b) => spread(a) - spread(b));
  return Array.from({ length: count }, (_, n) =>
    recordOf(shape, inOrder[(from + n) % inOrder.length] ?? 0, Math.floor((from + n) / inOrder.length)));
}

function timeMs({ everyMs }: Shape, device: number, tick: number): number {
  return startMs + tick * everyMs + Math.floor(spread(device) * everyMs);
}

function dimensionValue(device: number, index: number): string {
  return index === 0 ? `dev-${String(device).padStart(6, '0')}` : `site-${String(Math.floor(device / devicesPerValue)).padStart(3, '0')}`;
}

function valueOf({ type, enum: texts }: MeasureDefinition, seed: number): number | string | boolean {
  switch (type) {
    case 'DOUBLE': return Math.round(2000 + 1000 * spread(seed)) / 100;
    case 'BIGINT': return Math.round(100 + 800 * spread(seed));
    case 'BOOLEAN': return seed % 2 === 0;
    case 'TIMESTAMP': return startMs;
    case 'VARCHAR': return texts?.[seed % texts.length] ?? 'running';
  }
}
