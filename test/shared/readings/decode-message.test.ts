/** A message and its readings: which source takes them, how an array inside is split, where each stood, and what is counted. */
import fc from 'fast-check';
import { fromIot } from '../../../shared/readings/from-iot';
import type { DecodedReading } from '../../../shared/readings/reading';
import { parseValuePath } from '../../../shared/tables/value-path';
import { base64, dimension, measure, serviceOf, source, table, time } from './definitions';

const receivedAt = Date.parse('2026-05-01T08:30:00Z');
const when = (v: number | string | boolean) => [{ keys: ['v'], value: v }];

const meters = table('Meters', {
  sources: [
    source('meters/+/load', { when: when(2), each: ['data', 'intervals'], measureName: 'interval' }),
    source('meters/+/load', { when: when(1) }),
    source('meters/+/status', { measureName: 'status' }),
  ],
  time: time('epoch-s', 'reject'),
  version: { from: [parseValuePath('$.rev')] },
  dimensions: [dimension('meter', ['topic(2)'], true), dimension('site')],
  measures: [measure('energy', 'DOUBLE'), measure('quality', 'VARCHAR', { enum: ['measured'], policy: { ...measure('', 'VARCHAR').policy, ifNotInEnum: 'skip' } }), measure('old', 'DOUBLE', { retired: true })],
});
const alarms = table('Alarms', { sources: [source('meters/+/load', { when: when('alarm') })], dimensions: [dimension('meter', ['topic(2)'], true)], measures: [measure('code', 'BIGINT')] });
const service = serviceOf(meters, alarms);

const decode = (content: unknown, topic = 'meters/m-1/load') => fromIot(service, { payload: base64(JSON.stringify(content)), topic, clientId: 'c', receivedAt });

function short(readings: readonly DecodedReading[]) {
  return readings.map((decoded) => (decoded.kind === 'malformed' ? decoded.reason : `${decoded.reading.table.name} ${decoded.reading.measureName} ${decoded.reading.measures.map(({ value }) => value).join()}`));
}
const shortOf = (content: unknown, topic?: string) => short(decode(content, topic).readings);
const indexes = (readings: readonly DecodedReading[]) => readings.map(({ position }) => position.index);

const ts = receivedAt / 1000 - 900;

describe('the source of a message', () => {
  it('is the first of its topic whose conditions hold, of whichever table', () => {
    expect(shortOf({ v: 1, ts, energy: 5 })).toEqual(['Meters sensor_metrics 5']);
    expect(shortOf({ v: 2, data: { intervals: [{ ts, energy: 6 }] } })).toEqual(['Meters interval 6']);
    expect(shortOf({ v: 'alarm', ts, code: 7 })).toEqual(['Alarms sensor_metrics 7']);
    expect(shortOf({ ts, energy: 8 }, 'meters/m-1/status')).toEqual(['Meters status 8']);
  });

  it('compares values with their types', () => {
    expect(shortOf({ v: '1', ts, energy: 5 })).toEqual(['no-table']);
    expect(shortOf({ v: true, ts, energy: 5 })).toEqual(['no-table']);
  });

  it('is none when no condition holds, and the refusal says what was wanted', () => {
    expect(decode({ v: 3, ts, energy: 5 }).readings).toEqual([
      expect.objectContaining({ reason: 'no-table', detail: 'no source of Meters and Alarms takes the message: it must say $.v = 2, or $.v = 1, or $.v = "alarm"' }),
    ]);
  });

  it('is none when no filter matches the topic', () => {
    expect(decode({ v: 1 }, 'cars/7').readings).toEqual([expect.objectContaining({ reason: 'no-table', detail: 'no table has a source that matches the topic "cars/7"' })]);
  });

  it('is found for each element of an array', () => {
    expect(shortOf([{ v: 1, ts, energy: 1 }, { v: 3 }, 'x', { v: 'alarm', ts, code: 2 }])).toEqual(['Meters sensor_metrics 1', 'no-table', 'not-a-reading', 'Alarms sensor_metrics 2']);
  });
});

describe('each', () => {
  it('makes a reading of every element, which inherits the fields around it', () => {
    const { readings } = decode({ v: 2, rev: 4, site: 'north', ts, data: { intervals: [{ energy: 1 }, { energy: 2, ts: ts + 900, site: 'south', rev: 5 }] } });
    expect(readings).toEqual([
      expect.objectContaining({ reading: expect.objectContaining({ timeNs: BigInt(ts) * 10n ** 9n, version: 4, dimensions: [{ name: 'meter', value: 'm-1' }, { name: 'site', value: 'north' }] }) }),
      expect.objectContaining({ reading: expect.objectContaining({ timeNs: BigInt(ts + 900) * 10n ** 9n, version: 5, dimensions: [{ name: 'meter', value: 'm-1' }, { name: 'site', value: 'south' }] }) }),
    ]);
  });

  it.each([
    ['is absent', {}, '$.data.intervals must be an array, and is nothing'],
    ['is an object', { intervals: {} }, '$.data.intervals must be an array, and is an object'],
    ['is null', { intervals: null }, '$.data.intervals must be an array, and is null'],
    ['is empty', { intervals: [] }, '$.data.intervals is an empty array'],
  ])('refuses a message whose array %s', (_what, data, detail) => {
    expect(decode({ v: 2, data }).readings).toEqual([expect.objectContaining({ reason: 'not-a-reading', detail })]);
  });

  it('refuses an element that is no object, and takes its neighbours', () => {
    expect(shortOf({ v: 2, ts, data: { intervals: [{ energy: 1 }, 7, { energy: 2 }] } })).toEqual(['Meters interval 1', 'not-a-reading', 'Meters interval 2']);
  });
});

describe('positions', () => {
  it('count the readings of the whole message, and are the same when it comes again', () => {
    const anyMessage = fc.oneof(
      fc.record({ v: fc.constant(2), ts: fc.constant(ts), data: fc.record({ intervals: fc.array(fc.constantFrom<unknown>({ energy: 1 }, { energy: 'warm' }, 7), { maxLength: 4 }) }) }),
      fc.constantFrom<unknown>({ v: 1, ts, energy: 1 }, { v: 3 }, 'x'),
    );
    fc.assert(
      fc.property(fc.oneof(anyMessage, fc.array(anyMessage, { maxLength: 4 })), (content) => {
        const { readings } = decode(content);
        expect(readings.length).toBeGreaterThan(0);
        expect(indexes(readings)).toEqual(readings.map((_, index) => index));
        expect(decode(content).readings).toEqual(readings);
      }),
    );
  });

  it('go on from one message of an array to the next', () => {
    const split = { v: 2, ts, data: { intervals: [{ energy: 1 }, 7] } };
    const { readings } = decode([split, { v: 1, ts, energy: 3 }, split]);
    expect(short(readings)).toEqual(['Meters interval 1', 'not-a-reading', 'Meters sensor_metrics 3', 'Meters interval 1', 'not-a-reading']);
    expect(indexes(readings)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a message of too many readings', () => {
  const split = (readings: number) => ({ v: 2, ts, data: { intervals: Array.from({ length: readings }, () => ({ energy: 1 })) } });

  it('is taken up to a thousand, and refused whole beyond, as one dead letter', () => {
    expect(decode(split(1000)).readings).toHaveLength(1000);
    expect(decode(split(1001)).readings).toEqual([expect.objectContaining({ reason: 'not-a-reading', detail: '1001 readings in one message, 1000 are taken' })]);
  });

  it('counts the readings of all its messages', () => {
    expect(decode([split(500), split(500)]).readings).toHaveLength(1000);
    expect(decode([split(500), split(500), { v: 1, ts, energy: 1 }]).readings).toHaveLength(1);
    expect(decode(Array.from({ length: 1001 }, () => 7)).readings).toHaveLength(1);
  });
});

describe('counts', () => {
  it('ignore no field that a path, a condition or each leads to, nor one of a retired measure', () => {
    expect(decode({ v: 1, ts, rev: 1, site: 's', energy: 1, quality: 'measured', old: 1 }).ignoredFields).toBe(0);
    expect(decode({ v: 2, ts, data: { intervals: [{ energy: 1 }] } }).ignoredFields).toBe(0);
    expect(decode({ v: 1, ts, energy: 1, fw: '2.1', rssi: -70 }).ignoredFields).toBe(2);
  });

  it('ignore a field around the elements once, and one of an element for each', () => {
    expect(decode({ v: 2, ts, fw: '2.1', data: { intervals: [{ energy: 1, raw: 1 }, { energy: 2, raw: 2 }] } }).ignoredFields).toBe(3);
  });

  it('have every value that a policy left out', () => {
    const { readings, skippedValues } = decode({ v: 2, ts, data: { intervals: [{ energy: 1, quality: 'guessed' }, { energy: null, quality: 'measured' }, { energy: 3 }] } });
    expect(short(readings)).toEqual(['Meters interval 1', 'Meters interval measured', 'Meters interval 3']);
    expect(skippedValues).toBe(2);
  });
});

it('refuses a reading of which nothing is left to write', () => {
  expect(shortOf({ v: 1, ts, energy: null, quality: 'guessed' })).toEqual(['no-measures']);
  expect(shortOf({ v: 1, ts, old: 5 })).toEqual(['no-measures']);
});

it('keeps two events of one millisecond apart, and a replay the same', () => {
  const events = serviceOf(table('Events', { kind: 'event', sources: [source('trucks/+', { each: ['events'] })], dimensions: [dimension('truck', ['topic(2)'], true)], measures: [measure('code', 'VARCHAR')] }));
  const message = { payload: base64(JSON.stringify({ ts: '2026-05-01T08:29:00.500Z', events: [{ code: 'a' }, { code: 'b' }, { code: 'a' }] })), topic: 'trucks/7', receivedAt };
  const times = () => fromIot(events, message).readings.map((decoded) => (decoded.kind === 'reading' ? decoded.reading.timeNs : undefined));
  const [a, b, again] = times();
  expect([a, b].map((ns) => ns! / 1_000_000n)).toEqual([1777624140500n, 1777624140500n]);
  expect(a).not.toBe(b);
  expect(again).toBe(a);
  expect(times()).toEqual([a, b, a]);
});
