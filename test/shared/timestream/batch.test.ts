/** Batching: nothing lost, nothing doubled, never more than the service takes, and what is shared is true of every record. */
import fc from 'fast-check';
import { batchOf, packBatches } from '../../../shared/timestream/batch';
import { metered } from '../../../shared/timestream/metered';
import type { TimestreamRecord } from '../../../shared/timestream/record';
import { requestBody } from '../../../shared/timestream/request-body';
import { anyRecord, record } from './records';

/** Records of few series and few times, so that much is shared and much repeats. */
const alike: fc.Arbitrary<TimestreamRecord> = anyRecord.chain((any) => fc.record({
  device: fc.integer({ min: 0, max: 30 }), tick: fc.integer({ min: 0, max: 5 }), site: fc.constantFrom('a', 'b'), wide: fc.boolean(),
}).map(({ device, tick, site, wide }) => (wide ? any : {
  dimensions: [{ name: 'device', value: `d-${device}` }, { name: 'site', value: site }],
  measureName: 'm', timeNs: BigInt(tick) * 1_000_000n, version: 1, measures: [{ name: 'v', type: 'DOUBLE', value: '1' }],
})));

const manyRecords = fc.oneof(fc.array(anyRecord, { maxLength: 350 }), fc.array(alike, { maxLength: 600 }));

it('packs every record exactly once, with its index, into batches of at most 100', () => {
  fc.assert(
    fc.property(manyRecords, (records) => {
      const batches = packBatches(records);
      const entries = batches.flatMap((batch) => batch.entries);
      expect(entries.map(({ index }) => index).sort((a, b) => a - b)).toEqual(records.map((_, index) => index));
      for (const entry of entries) expect(entry.record).toBe(records[entry.index]);
      expect(batches.map((batch) => batch.entries.length).filter((length) => length < 1 || length > 100)).toEqual([]);
    }),
  );
});

it('says of a batch what its request really costs, and what is true of every record', () => {
  fc.assert(
    fc.property(manyRecords, (records) => {
      for (const { entries, common, meteredKib } of packBatches(records)) {
        const own = entries.map((entry) => entry.record);
        const request = JSON.parse(requestBody({ database: 'd', table: 't' }, common, entries).toString()) as Parameters<typeof metered>[0];
        expect(metered(request)).toBe(meteredKib);
        for (const one of own) {
          for (const { name, value } of common.dimensions) expect(one.dimensions).toContainEqual({ name, value });
          expect({ ...one, ...common, dimensions: one.dimensions }).toEqual(one);
        }
      }
    }),
  );
});

it('keeps records of one series and one time together, in the order they came', () => {
  fc.assert(
    fc.property(fc.array(alike, { maxLength: 300 }), (records) => {
      const batchOfIndex = new Map<number, number>();
      const place = new Map<number, number>();
      for (const [n, { entries }] of packBatches(records).entries()) {
        for (const [at, { index }] of entries.entries()) {
          batchOfIndex.set(index, n);
          place.set(index, at);
        }
      }
      const first = new Map<string, number[]>();
      for (const [index, { dimensions, measureName, timeNs }] of records.entries()) {
        const key = JSON.stringify([dimensions, measureName, String(timeNs)]);
        first.set(key, [...first.get(key) ?? [], index]);
      }
      for (const same of [...first.values()].filter(({ length }) => length <= 20)) {
        expect(new Set(same.map((index) => batchOfIndex.get(index))).size).toBe(1);
        const places = same.map((index) => place.get(index) ?? -1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    }),
  );
});

it('makes no batch of nothing', () => {
  expect(packBatches([])).toEqual([]);
});

it('makes one batch of given records, in the order of their series', () => {
  const entries = ['b', 'a', 'b'].map((device, index) => ({ index: index + 7, record: record(device) }));
  const { entries: packed, common, meteredKib } = batchOf(entries);
  expect(packed.map(({ index }) => index)).toEqual([7, 9, 8]);
  expect(common).toMatchObject({ dimensions: [{ name: 'site', value: 'plant-7' }], measureName: 'sensor_metrics', version: 1 });
  expect(meteredKib).toBe(1);
});

describe('a fleet of 1000 devices with 123 bytes a reading, 40 of them dimensions', () => {
  const start = 1_777_624_140_000_000_000n;
  const reading = (device: number, tick: number): TimestreamRecord => ({
    dimensions: [
      { name: 'deviceId', value: `dev-${String(device).padStart(6, '0')}` }, { name: 'site', value: 'plant-7' }, { name: 'model', value: 'TX-200' },
    ],
    measureName: 'telemetry',
    timeNs: start + BigInt(tick) * 10_000_000_000n,
    version: 1,
    measures: ['temperature', 'humidity', 'pressure', 'battery'].map((name) => ({ name, type: 'DOUBLE', value: '21.5' })),
  });
  const readings = (ticks: number): TimestreamRecord[] =>
    Array.from({ length: 1000 * ticks }, (_, n) => reading(n % 1000, Math.floor(n / 1000)));
  const dollarsPerMillion = (records: readonly TimestreamRecord[]): number =>
    (packBatches(records).reduce((sum, { meteredKib }) => sum + meteredKib, 0) / records.length) * 0.5;

  it('costs what one reading in a request costs, were each sent alone', () => {
    expect(packBatches([reading(1, 0)])).toMatchObject([{ meteredKib: 1 }]);
  });

  it('shares site, model, name and time on a common tick: at most $0.043 a million', () => {
    expect(dollarsPerMillion(readings(1))).toBeLessThanOrEqual(0.043);
    expect(dollarsPerMillion(readings(5))).toBeLessThanOrEqual(0.043);
  });

  it('shares all dimensions of a device with 27 readings and more: at most $0.038 a million', () => {
    for (const ticks of [27, 33, 60, 100]) expect(dollarsPerMillion(readings(ticks))).toBeLessThanOrEqual(0.038);
  });
});
