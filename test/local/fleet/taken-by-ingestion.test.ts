/** Whatever tables.json may say, the readings of its simulated fleet are readings to the functions: none is refused. */
import { planFleet } from '../../../local/fleet/plan-fleet';
import { historyMessages } from '../../../local/fleet/history';
import { noFault } from '../../../local/fleet/fault';
import type { SimulatedDevice } from '../../../local/fleet/simulated-device';
import type { DecodedReading } from '../../../shared/readings/reading';
import { fromIot } from '../../../shared/readings/from-iot';
import type { ServiceDefinition } from '../../../shared/tables/definition';
import { parseTables } from '../../../shared/tables/parse-tables';
import { withHashKey } from '../../../shared/tables/with-hash-key';
import tablesJson from '../../../tables.json';

const now = Date.UTC(2026, 10, 20, 12);

const plain = {
  sources: [{ topic: 'sensors/+/telemetry' }],
  measureName: 'metrics',
  dimensions: { device: { from: 'topic(2)', required: true } },
  measures: { temperature: 'DOUBLE' },
  retention: { memoryHours: 24, magneticDays: 7, lateArrivals: true },
};

const fleets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'of every type': { measures: { a: 'DOUBLE', b: 'BIGINT', c: 'VARCHAR', d: 'BOOLEAN', e: 'TIMESTAMP' } },
  'with nested fields and alternatives': {
    measures: { speed: { type: 'DOUBLE', from: '$.gps.speed' }, height: { type: 'DOUBLE', from: ['$.gps.height', '$.height'] } },
    dimensions: { device: { from: '$.meta.id', required: true }, model: { from: ['$.meta.model', '$.model'] } },
  },
  'known by client id and topic': { dimensions: { device: { from: ['clientid()', 'topic(2)', '$.device'], required: true } } },
  'on deep and open topics': {
    sources: [{ topic: 'plants/+/lines/+/machines/+' }, { topic: 'legacy/#' }],
    dimensions: { plant: { from: 'topic(2)', required: true }, machine: { from: ['topic(6)', '$.machine'], required: true } },
  },
  'on one topic': { sources: [{ topic: 'everything' }], dimensions: { site: { required: true }, device_id: { required: true } }, partitionKey: 'device_id' },
  'with narrow limits': {
    measures: {
      ratio: { type: 'DOUBLE', min: 0, max: 1 }, floor: { type: 'BIGINT', min: 5000 }, ceiling: { type: 'DOUBLE', max: -40 },
      temperature: { type: 'DOUBLE', unit: 'Cel', min: 20, max: 21 }, switch: { type: 'BIGINT', min: 0, max: 1 },
    },
  },
  'with limits beyond 2^53': { measures: { id: { type: 'BIGINT', min: 1e17, max: 2e17 }, far: { type: 'DOUBLE', min: 1e20 } } },
  'whose time is a measure too': { time: { from: '$.at' }, measures: { at: { type: 'TIMESTAMP' }, seen: { type: 'TIMESTAMP', from: '$.at' } } },
  'of meters with intervals, corrections and hidden customers': {
    sources: [
      { topic: 'meters/+/load', via: 'stream', when: { '$.v': 2 }, each: '$.data.intervals' },
      { topic: 'meters/+/load', via: 'stream', when: { '$.v': 1 } },
      { topic: 'meters/+/status', measureName: 'status' },
    ],
    time: { from: '$.start', format: 'epoch-s' },
    version: { from: '$.rev' },
    dimensions: { meter: { from: 'topic(2)', required: true }, customer: { from: '$.data.customer', hash: 'hmac' }, phase: { from: '$.load.phase' } },
    measures: {
      energy: { type: 'DOUBLE', kind: 'counter', scale: 0.001, min: 0, unit: 'kW.h' }, load: { type: 'DOUBLE', from: '$.load.kw' },
      pulses: { type: 'BIGINT', kind: 'counter', scale: 10, max: 1_000_000 }, quality: { type: 'VARCHAR', enum: ['measured', 'estimated'] },
      angle: { type: 'DOUBLE', retired: true },
    },
  },
  'of events': { kind: 'event', measures: { what: { type: 'VARCHAR', enum: ['start', 'stop'] }, speed: { type: 'DOUBLE', scale: 3.6, min: 0, max: 250, ifOutOfRange: 'clamp' } } },
  'split at the top of a message': {
    sources: [{ topic: 'sites/+', each: '$.readings' }],
    dimensions: { site: { from: 'topic(2)', required: true }, device: { from: '$.id' } },
  },
  ...Object.fromEntries(['epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'iso8601', 'auto'].map((format) =>
    [`with time in ${format}`, { time: { from: '$.t', format, ifMissing: 'reject' } }])),
};

function fileWith(table: Readonly<Record<string, unknown>>): unknown {
  return { service: 'fleet', database: 'Fleet', tables: { Fleet: { ...plain, ...table }, Kpis: tablesJson.tables.Kpis } };
}

function ingested(service: ServiceDefinition, { topic, name }: SimulatedDevice, payload: string): readonly DecodedReading[] {
  return fromIot(service, { payload: Buffer.from(payload).toString('base64'), topic, clientId: name, receivedAt: now }).readings;
}

const files = [{ what: 'of the guide', file: tablesJson as unknown }, ...Object.entries(fleets).map(([what, table]) => ({ what, file: fileWith(table) }))];

describe.each(files)('a fleet $what', ({ file }) => {
  const service = withHashKey(parseTables(file), 'a key');
  const devices = planFleet(file, 'seed');

  it('is taken with all its measures, live and in its past', () => {
    for (const device of devices) {
      const messages = [JSON.stringify(device.message([device.readingAt(now, noFault)])), ...[...historyMessages(device, now)].map(({ payload }) => payload)];
      const readings = messages.flatMap((payload) => ingested(service, device, payload));
      expect(readings.filter(({ kind }) => kind !== 'reading')).toEqual([]);
      expect(new Set(readings.map((decoded) => decoded.kind === 'reading' && decoded.reading.measures.length))).toEqual(new Set([device.table.measures.length]));
    }
  });

  it('has as many series as devices', () => {
    const series = devices.map((device) => ingested(service, device, JSON.stringify(device.message([device.readingAt(now, noFault)]))))
      .map(([decoded]) => decoded?.kind === 'reading' && JSON.stringify(decoded.reading.dimensions));
    expect(new Set(series).size).toBe(devices.length);
  });
});
