import { noFault } from '../../../local/fleet/fault';
import { planFleet } from '../../../local/fleet/plan-fleet';
import { oneTable, sensorTables } from './sensor-tables';

const noon = Date.UTC(2026, 10, 20, 12);
const seed = 'a seed';

function firstReading(tables: unknown): Readonly<Record<string, unknown>> | undefined {
  const [device] = planFleet(tables, seed);
  // A message of one reading is an object.
  return device && device.message([device.readingAt(noon, noFault)]) as Readonly<Record<string, unknown>>;
}

describe('the devices of a fleet', () => {
  it('are a handful for the tables that devices publish to, however many are expected', () => {
    expect(planFleet(sensorTables, seed).map(({ name, topic }) => ({ name, topic }))).toEqual(
      ['001', '002', '003', '004', '005'].map((number) => ({ name: `sensor-${number}`, topic: `sensors/sensor-${number}/telemetry` })),
    );
  });

  it('are fewer when fewer are expected', () => {
    expect(planFleet(oneTable({ expected: { devices: 2, every: '1m' } }), seed)).toHaveLength(2);
  });

  it('are spread over the sources of their table', () => {
    const fleet = planFleet(oneTable({ sources: [{ topic: 'a/+' }, { topic: 'b/+' }], expected: { devices: 3, every: '1s' } }), seed);
    expect(fleet.map(({ topic }) => topic)).toEqual(['a/a-001', 'b/b-002', 'a/a-003']);
  });

  it('are as many as sources at least, so that every source is heard of', () => {
    const fleet = planFleet(oneTable({ sources: [{ topic: 'a/+' }, { topic: 'b/+' }, { topic: 'c/+' }], expected: { devices: 1, every: '1s' } }), seed);
    expect(fleet.map(({ topic }) => topic)).toEqual(['a/a-001', 'b/b-002', 'c/c-003']);
  });

  it('publish on the topic that the client id names, when a dimension may come from either', () => {
    const [device] = planFleet(oneTable({
      sources: [{ topic: 'plants/+/machines/+' }],
      dimensions: { machine: { from: ['clientid()', 'topic(4)'] }, plant: { from: 'topic(2)' } },
    }), seed);
    expect(device).toMatchObject({ name: 'machine-001', topic: 'plants/plant-001/machines/machine-001' });
  });

  it('fill a # as deep as a dimension reads', () => {
    expect(planFleet(oneTable({ sources: [{ topic: 'site/#' }], dimensions: { d: { from: 'topic(3)' } } }), seed)[0]?.topic).toBe('site/site-001/device-001');
    expect(planFleet(oneTable({ sources: [{ topic: 'site/#' }], dimensions: { d: {} } }), seed)[0]?.topic).toBe('site/data');
  });

  it('are named after a topic of one letter too', () => {
    expect(planFleet(oneTable({ sources: [{ topic: 's/+' }] }), seed)[0]?.topic).toBe('s/s-001');
  });

  it('are none for a file without tables', () => {
    expect(planFleet({}, seed)).toEqual([]);
    expect(planFleet(null, seed)).toEqual([]);
  });
});

describe('a reading', () => {
  it('has the time, the dimensions that the topic does not tell, and every measure', () => {
    expect(firstReading(sensorTables)).toEqual({
      ts: noon,
      location: 'warehouse-a',
      region: 'us-east-1',
      temperature: expect.any(Number),
      humidity: expect.any(Number),
      pressure: expect.any(Number),
      battery_pct: expect.any(Number),
    });
  });

  it('names its device where the topic does not', () => {
    const reading = firstReading(oneTable({ sources: [{ topic: 'all' }], dimensions: { site: {}, serial: { from: '$.id', required: true } } }));
    expect(reading).toMatchObject({ id: 'device-001', site: 'warehouse-a' });
  });

  it('builds nested paths and keeps a value that stands in the way of one', () => {
    const reading = firstReading(oneTable({
      measures: { speed: { type: 'DOUBLE', from: '$.gps.speed' }, sats: { type: 'BIGINT', from: ['$.gps.sats', '$.sats'] }, lost: { type: 'DOUBLE', from: '$.gps.sats.x' } },
    }));
    expect(reading?.gps).toEqual({ speed: expect.any(Number), sats: expect.any(Number) });
  });

  it('has what every object inherits only as what a measure of that name says', () => {
    expect(firstReading(oneTable({ measures: { constructor: 'BOOLEAN', place: { type: 'BOOLEAN', from: '$.toString.x' } } }))).toMatchObject({
      constructor: expect.any(Boolean), toString: { x: expect.any(Boolean) },
    });
  });

  it('has a value of the declared type for every measure', () => {
    const reading = firstReading(oneTable({ measures: { d: 'DOUBLE', i: 'BIGINT', v: { type: 'VARCHAR' }, b: 'BOOLEAN', t: 'TIMESTAMP' } }));
    expect(reading).toMatchObject({ d: expect.any(Number), v: 'ok', b: expect.any(Boolean), t: '2026-11-20T00:00:00.000Z' });
    expect(Number.isInteger(reading?.i)).toBe(true);
  });

  it('stands in the array of its source, with what is the same for all of them around it', () => {
    expect(firstReading(oneTable({
      sources: [{ topic: 'meters/+', each: '$.intervals', when: { '$.head.v': 2 } }],
      time: { from: '$.start' },
      dimensions: { meter: { from: 'topic(2)' }, site: {}, phase: { from: '$.load.phase' } },
      measures: { load: { type: 'DOUBLE', from: '$.load.kw' } },
    }))).toEqual({
      head: { v: 2 },
      site: 'warehouse-a',
      intervals: [{ start: noon, load: { kw: expect.any(Number), phase: 'phase-a' } }],
    });
  });

  it('says what the conditions of its source ask for', () => {
    const topic = 'meters/+';
    const fleet = planFleet(oneTable({ sources: [{ topic, when: { '$.v': 1 } }, { topic, when: { '$.v': 2, '$.test': false } }], expected: { devices: 2, every: '1m' } }), seed);
    expect(fleet.map((device) => device.message([device.readingAt(noon, noFault)]))).toEqual([expect.objectContaining({ v: 1 }), expect.objectContaining({ v: 2, test: false })]);
  });

  it('has a version where the table has, and no measure that is retired', () => {
    const reading = firstReading(oneTable({ version: { from: ['$.meta.rev', '$.rev'] }, measures: { v: 'DOUBLE', old: { type: 'DOUBLE', retired: true } } }));
    expect(reading).toMatchObject({ meta: { rev: 1 }, v: expect.any(Number) });
    expect(reading).not.toHaveProperty('old');
  });

  it.each([
    ['epoch-s', noon / 1000],
    ['epoch-ms', noon],
    ['epoch-us', noon * 1000],
    ['epoch-ns', `${noon}000000`],
    ['iso8601', '2026-11-20T12:00:00.000Z'],
    ['auto', noon],
  ])('tells the time in the declared format %s', (format, expected) => {
    expect(firstReading(oneTable({ time: { from: '$.at', format } }))?.at).toBe(expected);
  });

  it('is the same for the same seed, device and time, and another one otherwise', () => {
    const [first, second] = planFleet(sensorTables, seed);
    const [again] = planFleet(sensorTables, seed);
    const [otherSeed] = planFleet(sensorTables, 'another seed');
    const reading = first?.readingAt(noon, noFault);
    expect(again?.readingAt(noon, noFault)).toEqual(reading);
    for (const other of [otherSeed?.readingAt(noon, noFault), second?.readingAt(noon, noFault), first?.readingAt(noon + 3_600_000, noFault)]) {
      expect(other?.each.temperature).not.toBe(reading?.each.temperature);
    }
  });
});
