/** An MQTT message, carried whole -> decoded readings: exactly one for each element, and no payload that escapes. */
import fc from 'fast-check';
import { fromIot } from '../../../shared/readings/from-iot';
import { msToNs } from '../../../shared/time';
import { base64, dimension, measure, serviceOf, source, table } from './definitions';

const receivedAt = Date.parse('2026-05-01T08:30:00Z');
const sensors = table('SensorReadings', { sources: [source('sensors/+/telemetry')] });
const service = serviceOf(table('Kpis'), sensors);

function carried(payload: string | Uint8Array, topic = 'sensors/s-1/telemetry') {
  return { payload: base64(payload), topic, clientId: 'c-1', receivedAt };
}

function decode(payload: string | Uint8Array, topic?: string) {
  return fromIot(service, carried(payload, topic));
}

function reasons(payload: string | Uint8Array, topic?: string) {
  return decode(payload, topic).readings.map((decoded) => (decoded.kind === 'malformed' ? decoded.reason : 'reading'));
}

it('makes one reading of an object', () => {
  const { message, readings, ignoredFields } = decode('{"temperature": 21, "battery_pct": 87, "location": "hall"}');
  expect(readings).toEqual([
    {
      kind: 'reading',
      position: { message: message.id, index: 0 },
      reading: {
        table: sensors,
        dimensions: [{ name: 'device_id', value: 's-1' }, { name: 'location', value: 'hall' }],
        measureName: 'sensor_metrics',
        timeNs: msToNs(receivedAt),
        version: 1,
        measures: [{ name: 'temperature', type: 'DOUBLE', value: '21' }, { name: 'battery_pct', type: 'BIGINT', value: '87' }],
      },
    },
  ]);
  expect(ignoredFields).toBe(0);
});

it('keeps the original bytes and where they came from', () => {
  const bytes = Buffer.from([0xff, 0x00, 0x7b]);
  expect(decode(bytes).message).toEqual({
    source: 'iot',
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    payload: bytes.toString('base64'),
    topic: 'sensors/s-1/telemetry',
    clientId: 'c-1',
    receivedAtMs: receivedAt,
    redriven: 0,
  });
});

it('knows no client id where the message did not come over MQTT', () => {
  expect(fromIot(service, { ...carried('{}'), clientId: 'n/a' }).message.clientId).toBeUndefined();
});

it('makes one decoded reading of each element of an array, the bad ones too', () => {
  expect(reasons('[{"temperature": 1}, 2, {"temperature": "NaN"}, {"temperature": 3}, [{"temperature": 4}], null]')).toEqual([
    'reading', 'not-a-reading', 'not-finite', 'reading', 'not-a-reading', 'not-a-reading',
  ]);
});

it.each([
  ['not-json', 'hello'],
  ['not-json', ''],
  ['not-json', '{"temperature": NaN}'],
  ['not-json', Buffer.from([0x80])],
  ['not-a-reading', 'null'],
  ['not-a-reading', '21'],
  ['not-a-reading', '"21"'],
  ['not-a-reading', '12345678901234567890'],
  ['not-a-reading', '[]'],
  ['not-a-reading', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['no-measures', '{}'],
  ['no-measures', '{"temperature": null, "battery_pct": ""}'],
  ['no-measures', '{"Temperature": 21}'],
  ['identity-conflict', '{"device_id": "s-2", "temperature": 21}'],
  ['unsafe-integer', '{"battery_pct": 9007199254740993}'],
  ['bad-measure', '{"battery_pct": 87.5}'],
  ['bad-time', '{"temperature": 21, "ts": "yesterday"}'],
  ['time-out-of-range', '{"temperature": 21, "ts": -5}'],
])('refuses as %s: %s', (reason, payload) => {
  expect(reasons(payload)).toEqual([reason]);
});

it('refuses a topic that no table has a source for', () => {
  expect(reasons('{"temperature": 21}', 'sensors/s-1/events')).toEqual(['no-table']);
});

it('refuses a message with more readings than dead letters should come of it, whole', () => {
  expect(reasons(`[${Array(1000).fill('{}').join()}]`)).toHaveLength(1000);
  expect(reasons(`[${Array(1001).fill('{}').join()}]`)).toEqual(['not-a-reading']);
});

it('counts top-level fields that nothing asks for, and only those', () => {
  const nested = table('Nested', { sources: [source('#')], measures: [{ ...measure('speed', 'DOUBLE'), from: [{ kind: 'payload', keys: ['gps', 'speed'] }] }] });
  const payload = '[{"gps": {"speed": 1, "lat": 2}, "fw": 3, "ts": null, "location": ""}, {"gps": {"speed": 1}, "a": 1, "b": 2}]';
  expect(fromIot(serviceOf(nested), carried(payload)).ignoredFields).toBe(3);
});

it('gives a redelivered message the same position, and another message another', () => {
  const id = (change: object) => fromIot(service, { ...carried('{"temperature": 21}'), ...change }).message.id;
  const changes = [{}, { topic: 'sensors/s-2/telemetry' }, { clientId: 'c-2' }, { receivedAt: receivedAt + 1 }, { payload: base64('{"temperature": 22}') }];
  expect(new Set(changes.map(id)).size).toBe(changes.length);
  expect(changes.map(id)).toEqual(changes.map(id));
});

it.each([
  ['nothing', undefined],
  ['an array', []],
  ['no payload', { topic: 't', receivedAt }],
  ['a payload that is no text', { payload: {}, topic: 't', receivedAt }],
  ['no topic', { payload: '', receivedAt }],
  ['a time of receipt that is no number', { payload: '', topic: 't', receivedAt: 'now' }],
  ['a client id that is no text', { payload: '', topic: 't', receivedAt, clientId: 1 }],
])('throws for an event that no carrying rule makes: %s', (_what, event) => {
  expect(() => fromIot(service, event)).toThrow(TypeError);
});

it('decodes whatever a device sends into one reading for each element, and throws for nothing', () => {
  const field = fc.constantFrom('temperature', 'battery_pct', 'ts', 'device_id', 'location', '__proto__', 'x');
  const element = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.double(), fc.bigInt().map(String))));
  fc.assert(
    fc.property(fc.oneof(element, fc.array(element, { minLength: 1 })), (content) => {
      const elements = Array.isArray(content) ? Math.max(1, content.length) : 1;
      const { message, readings } = decode(JSON.stringify(content));
      expect(readings.map(({ position }) => position)).toEqual(Array.from({ length: elements }, (_, index) => ({ message: message.id, index })));
    }),
  );
});

it('turns any bytes at all into readings or reasons', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => { expect(decode(bytes).readings.length).toBeGreaterThan(0); }));
});

it('leaves out optional dimensions without a value', () => {
  const service = serviceOf(table('T', { sources: [source('#')], dimensions: [dimension('a'), dimension('b')] }));
  expect(fromIot(service, carried('{"a": "", "b": 7, "temperature": 1}')).readings).toMatchObject([{ reading: { dimensions: [{ name: 'b', value: '7' }] } }]);
});
