/** The ways of ingestion against figures that were reckoned apart from this code, for readings of three dimensions and four doubles. */
import { architectures, perMonth, totalUsd } from '../../cost/architectures';
import { readingBytes } from '../../cost/fleet';
import { readingsPerMessage } from '../../cost/flushes';
import { plantShape, prices, way } from './shapes';

const shape = plantShape(1_000, 1_000);
const tenASecondShape = plantShape(100, 10_000);
const thousandASecond = architectures(shape, prices);
const tenASecond = architectures(tenASecondShape, prices);

const guide = /^guide style/;
const rule = "the rule's own timestream action";

it('a function and four single-measure calls for each message cost $3.77 a million', () => {
  // 1.00 message, 0.30 rule and action, 0.20 request, 80 ms of 256 MB, four KiB.
  const { iot, lambda, writes } = way(thousandASecond, guide);
  expect(iot).toBeCloseTo(1.3, 6);
  expect(lambda).toBeCloseTo(0.2 + 0.08 * 0.25 * 13.3334, 6);
  expect(writes).toBeCloseTo(2, 6);
  expect(perMonth(totalUsd(way(tenASecond, guide)), tenASecondShape)).toBeCloseTo(98.99, 1);
});

it('the rule writes a message for $1.80, and for $0.80 over Basic Ingest', () => {
  expect(totalUsd(way(thousandASecond, rule))).toBeCloseTo(1.8, 6);
  expect(totalUsd(way(thousandASecond, `${rule}, Basic Ingest`))).toBeCloseTo(0.8, 6);
});

it('a message through the stream costs $0.37 over Basic Ingest at a thousand a second, and more where a shard is nearly idle', () => {
  // 0.30 rule and action, 0.014 PUT, 0.0042 shard, 0.046 to 0.050 write. At a thousand a second the shard is exactly full.
  const busy = way(thousandASecond, 'via stream, Basic Ingest');
  expect(busy.stream).toBeCloseTo(0.014 + 0.015 / 3.6, 4);
  expect(totalUsd(busy)).toBeCloseTo(0.368, 2);
  // Ten a second: 10.95 a month over 26.28 million readings, and batches of 25.
  const idle = way(tenASecond, 'via stream, Basic Ingest');
  expect(idle.stream).toBeCloseTo(0.014 + 10.95 / 26.28, 4);
  expect(totalUsd(idle)).toBeGreaterThan(0.78);
  expect(totalUsd(idle)).toBeLessThan(0.84);
});

it('devices that pack pay at most $0.065 a million at a thousand a second, and $0.080 with a KPI record for each invocation', () => {
  const fromTopic = architectures(plantShape(1_000, 1_000, 'topic(2)'), prices);
  const packed = way(fromTopic, /pack.*direct/);
  expect(totalUsd(packed) + packed.kpis.ifEachMinute).toBeLessThanOrEqual(0.065);
  expect(totalUsd(packed) + packed.kpis.perInvocation).toBeLessThanOrEqual(0.08);
  const throughStream = way(fromTopic, /pack.*stream/);
  expect(totalUsd(throughStream) + throughStream.kpis.perInvocation).toBeLessThanOrEqual(0.065);
  expect(totalUsd(packed) * 55).toBeLessThan(totalUsd(way(fromTopic, guide)));
});

it('devices that say their name in each packed reading pay $0.066, and $0.081 with KPI records', () => {
  // 33 readings a message: 0.30 / 33 for rule and action, 0.20 and 26.65 ms of 512 MB / 33, three KiB / 33 (they are only 81 % full).
  const packed = way(thousandASecond, /pack 33.*direct/);
  expect(totalUsd(packed)).toBeCloseTo((0.3 + 0.2 + 26.65 * 0.5 * 0.0133334 + 1.5) / 33, 6);
  expect(packed.kpis.perInvocation).toBeCloseTo(0.5 / 33, 6);
});

it('a packed message is at most 5 KB and another reading would be too much', () => {
  const readings = readingsPerMessage(shape);
  const one = readingBytes(shape, true);
  expect(80 + readings * (one + 1) + 1).toBeLessThanOrEqual(5120);
  expect(80 + (readings + 1) * (one + 1) + 1).toBeGreaterThan(5120);
});

it('gateways pay about five cents, with aggregated records or calls of their own', () => {
  expect(totalUsd(way(thousandASecond, /aggregated/))).toBeGreaterThan(0.045);
  expect(totalUsd(way(thousandASecond, /aggregated/))).toBeLessThan(0.056);
  // A hundred records share site, model and measure name: ten KiB.
  expect(totalUsd(way(thousandASecond, /WriteRecords/))).toBeCloseTo(0.05, 3);
});

it('a KPI record for each message costs as much as the write, and one a minute next to nothing', () => {
  const { kpis } = way(thousandASecond, 'direct');
  expect(kpis.perInvocation).toBeCloseTo(0.5, 6);
  // 25.05 ms a thousand times a second is 26 instances: 26 records a minute to 60,000 readings.
  expect(kpis.ifEachMinute).toBeCloseTo(0.5 * 26 / 60_000, 8);
});

it.each([[1, 86_400_000], [1, 1], [3, 10_000], [100_000, 1_000]])('%d devices, a reading every %d ms: every figure is a finite number', (devices, everyMs) => {
  for (const { name, kpis, ...usd } of architectures(plantShape(devices, everyMs), prices)) {
    for (const value of [...Object.values(usd), ...Object.values(kpis)]) expect({ name, ok: Number.isFinite(value) && value >= 0 }).toEqual({ name, ok: true });
  }
});
