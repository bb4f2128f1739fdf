/** What a reading is about: alternatives, conflicts, and values that could never be a dimension. */
import fc from 'fast-check';
import { dimensionsDecoder } from '../../../shared/readings/dimensions-decoder';
import { UnsafeInteger } from '../../../shared/readings/parse-json';
import { Refusal } from '../../../shared/readings/refusal';
import { isQuotable } from '../../../shared/timestream/sql';
import { dimension } from './definitions';

const definitions = [dimension('device_id', ['topic(2)', '$.device_id', '$.old.id'], true), dimension('location')];

function decode(fields: Record<string, unknown>, topic?: string, clientId?: string) {
  return dimensionsDecoder({ dimensions: definitions })({ fields, topic, clientId, receivedAtMs: 0 });
}

it('takes the first alternative that has a value', () => {
  expect(decode({ location: 'hall' }, 'sensors/s-1/telemetry')).toEqual([{ name: 'device_id', value: 's-1' }, { name: 'location', value: 'hall' }]);
  expect(decode({ device_id: 's-2' })).toEqual([{ name: 'device_id', value: 's-2' }]);
  expect(decode({ old: { id: 's-3' } }, 'sensors//telemetry')).toEqual([{ name: 'device_id', value: 's-3' }]);
});

it('reads the client id where a path asks for it', () => {
  const byClient = [dimension('device_id', ['clientid()'], true)];
  expect(dimensionsDecoder({ dimensions: byClient })({ fields: {}, topic: undefined, clientId: 'c-1', receivedAtMs: 0 })).toEqual([{ name: 'device_id', value: 'c-1' }]);
});

it('writes a keyed hash in place of a hashed dimension, after its alternatives have agreed', () => {
  const owner = [{ ...dimension('owner', ['$.owner', '$.driver']), hash: 'hmac' as const, hashKey: 'Jefe' }];
  const fields = { owner: 'what do ya want for nothing?' };
  const hashed = [{ name: 'owner', value: '5bdcc146bf60754e6a042426089575c7' }];
  expect(dimensionsDecoder({ dimensions: owner })({ fields, topic: undefined, clientId: undefined, receivedAtMs: 0 })).toEqual(hashed);
  expect(dimensionsDecoder({ dimensions: owner })({ fields: { ...fields, driver: fields.owner }, topic: undefined, clientId: undefined, receivedAtMs: 0 })).toEqual(hashed);
});

it('never writes a personal value for want of the key', () => {
  const owner = [{ ...dimension('owner'), hash: 'hmac' as const }];
  expect(() => dimensionsDecoder({ dimensions: owner })({ fields: { owner: 'Ann' }, topic: undefined, clientId: undefined, receivedAtMs: 0 })).toThrow('owner: there is no key for its hash');
});

it('takes alternatives that agree, a number and its text among them', () => {
  expect(decode({ device_id: 17, old: { id: '17' } }, 'sensors/17/telemetry')).toEqual([{ name: 'device_id', value: '17' }]);
});

it('refuses alternatives that disagree, because it is open whose reading it is', () => {
  expect(decode({ device_id: 's-2' }, 'sensors/s-1/telemetry')).toMatchObject({ reason: 'identity-conflict', detail: 'device_id: both "s-1" and "s-2"' });
});

it.each([undefined, null, ''])('refuses a required dimension that is %p', (device_id) => {
  expect(decode({ device_id })).toMatchObject({ reason: 'missing-dimension' });
});

it.each([undefined, null, ''])('leaves an optional dimension out that is %p', (location) => {
  expect(decode({ device_id: 's', location })).toEqual([{ name: 'device_id', value: 's' }]);
});

it('keeps quotes, spaces and every script as they are', () => {
  const location = ' Halle "Süd"; -- 東京 🌡\u0001';
  expect(decode({ device_id: 's', location })).toContainEqual({ name: 'location', value: location });
});

it.each([
  ['a fraction', 1.5],
  ['a boolean', true],
  ['an object', { a: 1 }],
  ['an array', ['hall']],
  ['half a surrogate pair', 'a\ud800'],
  ['a NUL character', 'a\u0000'],
  ['more bytes than fit', 'ü'.repeat(1100)],
])('refuses %s as bad-dimension', (_what, location) => {
  expect(decode({ device_id: 's', location })).toMatchObject({ reason: 'bad-dimension' });
});

it('takes exactly the text that a query can ask for', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('\0', '\ud800', '\udfff', '🌡'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), minLength: 1 }), (location) => {
      expect(!(decode({ device_id: 's', location }) instanceof Refusal)).toBe(isQuotable(location));
    }),
  );
});

it('counts the bytes of all names and values together', () => {
  const room = 2048 - 'device_id'.length - 1 - 'location'.length;
  expect(decode({ device_id: 's', location: 'x'.repeat(room) })).toHaveLength(2);
  expect(decode({ device_id: 's', location: 'x'.repeat(room + 1) })).toMatchObject({ reason: 'bad-dimension' });
});

it('refuses an identity that JSON may have rounded', () => {
  expect(decode({ device_id: new UnsafeInteger('9007199254740993') })).toMatchObject({ reason: 'unsafe-integer' });
});

it('sees only what the message says itself', () => {
  const inherited = [dimension('device_id', ['$.constructor.name'])];
  expect(dimensionsDecoder({ dimensions: inherited })({ fields: {}, topic: undefined, clientId: undefined, receivedAtMs: 0 })).toEqual([]);
});

describe('what was said before', () => {
  const decoder = dimensionsDecoder({ dimensions: definitions });
  const say = (fields: Record<string, unknown>, topic?: string) => decoder({ fields, topic, clientId: undefined, receivedAtMs: 0 });

  it('gives the same array, so that whoever looks at many readings knows them by it', () => {
    const first = say({ location: 'hall' }, 'sensors/s-1/telemetry');
    say({ location: 'hall' }, 'sensors/s-2/telemetry');
    expect(say({ location: 'hall' }, 'sensors/s-1/telemetry')).toBe(first);
  });

  it('is not taken for what is said now', () => {
    say({ device_id: 's-1', location: 'hall' });
    expect(say({ device_id: 's-1', location: 'yard' })).toEqual([{ name: 'device_id', value: 's-1' }, { name: 'location', value: 'yard' }]);
    expect(say({ device_id: 's-1' })).toEqual([{ name: 'device_id', value: 's-1' }]);
    expect(say({ device_id: 's-1', location: ['hall'] })).toMatchObject({ reason: 'bad-dimension' });
    expect(say({ device_id: 's-1', old: { id: 's-9' } })).toMatchObject({ reason: 'identity-conflict' });
    expect(say({ old: { id: 's-1' } })).toEqual([{ name: 'device_id', value: 's-1' }]);
  });

  it('makes no difference to any message', () => {
    const value = fc.constantFrom<unknown>('a', 'b', '', 1, '1', null, undefined, true, {});
    const message = fc.record({ device_id: value, location: value, old: fc.record({ id: value }), topic: fc.constantFrom('s/a/t', 's/1/t', 's//t', undefined) });
    fc.assert(fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      const remembering = dimensionsDecoder({ dimensions: definitions });
      for (const { topic, ...fields } of messages) {
        const raw = { fields, topic, clientId: undefined, receivedAtMs: 0 };
        expect(remembering(raw)).toEqual(dimensionsDecoder({ dimensions: definitions })(raw));
      }
    }));
  });
});
