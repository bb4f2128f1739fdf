/** Paths into a message, and into an element of it that inherits what stands around it. */
import { firstReader, valueReader, type RawReading } from '../../../shared/readings/value-reader';
import { parseValuePath } from '../../../shared/tables/value-path';

const raw = (fields: object, more: Partial<RawReading> = {}): RawReading =>
  ({ fields: fields as RawReading['fields'], topic: undefined, clientId: undefined, receivedAtMs: 0, ...more });
const read = (path: string, reading: RawReading) => valueReader(parseValuePath(path))(reading);

it('follows keys into objects, and nowhere else', () => {
  expect(read('$.gps.speed', raw({ gps: { speed: 3 } }))).toBe(3);
  for (const gps of [undefined, null, 3, 'speed', [{ speed: 3 }]]) expect(read('$.gps.speed', raw({ gps }))).toBeUndefined();
});

it('reads levels of the topic and the client id', () => {
  const carried = raw({}, { topic: 'trucks/t-7/position', clientId: 'c-1' });
  expect(['topic(1)', 'topic(2)', 'topic(4)', 'clientid()'].map((path) => read(path, carried))).toEqual(['trucks', 't-7', undefined, 'c-1']);
  expect(read('topic(1)', raw({}))).toBeUndefined();
});

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('finds %s only where the message says it', (key) => {
  expect(read(`$.${key}`, raw({}))).toBeUndefined();
  expect(read(`$.a.${key}`, raw({ a: {} }))).toBeUndefined();
  expect(read(`$.${key}`, raw(JSON.parse(`{"${key}":7}`) as object))).toBe(7);
});

describe('an element of each', () => {
  const around = { fleet: 'north', gps: { lat: 59, speed: 10 }, code: 'outer' };

  it('inherits the fields around it', () => {
    expect(read('$.fleet', raw({}, { around }))).toBe('north');
    expect(read('$.gps.speed', raw({}, { around }))).toBe(10);
  });

  it('comes before them', () => {
    expect(read('$.code', raw({ code: 'inner' }, { around }))).toBe('inner');
    expect(read('$.gps.speed', raw({ gps: { speed: 20 } }, { around }))).toBe(20);
  });

  it('hides with null what it would inherit: the device says that there is none', () => {
    expect(read('$.code', raw({ code: null }, { around }))).toBeNull();
  });

  it('is asked for the whole of a nested path: its part of an object does not hide the rest', () => {
    expect(read('$.gps.lat', raw({ gps: { speed: 20 } }, { around }))).toBe(59);
  });
});

describe('alternatives', () => {
  const first = (fields: object, around?: object) => firstReader(['$.new', '$.old'].map(parseValuePath))(raw(fields, { around: around as RawReading['around'] }));

  it('are tried in order, and what says nothing is passed over', () => {
    expect(first({ new: 1, old: 2 })).toBe(1);
    expect(first({ new: null, old: 2 })).toBe(2);
    expect(first({ new: '', old: 0 })).toBe(0);
  });

  it('answer with the null or the empty text that was found, so that its policy can settle it', () => {
    expect(first({ old: null })).toBeNull();
    expect(first({ new: '', old: null })).toBe('');
    expect(first({})).toBeUndefined();
  });

  it('are tried one by one in the element and around it', () => {
    expect(first({ old: 2 }, { new: 1 })).toBe(1);
  });
});
