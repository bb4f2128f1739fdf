/** Stream records: the envelope of the carrying rule or a gateway's own JSON, and which table each reading belongs to. */
import { fromKinesis } from '../../../shared/readings/from-kinesis';
import { msToNs } from '../../../shared/time';
import { base64, serviceOf, source, table } from './definitions';

const receivedAt = Date.parse('2026-05-01T08:30:00.123Z');
const sensors = table('SensorReadings', { sources: [source('sensors/+/telemetry')] });
const meters = table('Meters', { sources: [source('meters/+')] });
const kpis = table('Kpis');
const service = serviceOf(kpis, sensors, meters);
const eventID = 'shardId-000000000000:49590338271490256608559692538361571095921575989136588898';

function decode(content: string | object, definitions = service) {
  const data = base64(typeof content === 'string' ? content : JSON.stringify(content));
  const [decoded] = fromKinesis(definitions, { eventID, kinesis: { data, approximateArrivalTimestamp: receivedAt / 1000 } });
  return decoded!;
}

function routes(content: string | object, definitions = service) {
  return decode(content, definitions).readings.map((decoded) => (decoded.kind === 'reading' ? decoded.reading.table.name : decoded.reason));
}

describe('an envelope of the carrying rule', () => {
  const envelope = { payload: base64('[{"temperature": 21}, {}]'), topic: 'sensors/s-1/telemetry', clientId: 'c-1', receivedAt: receivedAt - 5000 };

  it('is opened: its payload is the message, received when the rule saw it', () => {
    const { message, readings } = decode(envelope);
    const { payload, topic, clientId } = envelope;
    expect(message).toEqual({ source: 'kinesis', id: eventID, payload, topic, clientId, receivedAtMs: receivedAt - 5000, redriven: 0 });
    expect(readings).toMatchObject([
      { reading: { timeNs: msToNs(receivedAt - 5000), dimensions: [{ value: 's-1' }] } },
      { reason: 'no-measures', position: { message: eventID, index: 1 } },
    ]);
  });

  it('with a time of receipt that no record could have is read as a gateway\'s JSON, and refused', () => {
    expect(routes({ ...envelope, receivedAt: 1e300 })).toEqual(['no-measures']);
    expect(routes({ ...envelope, receivedAt: 1.5 })).toEqual(['no-measures']);
  });
});

describe('a reading of a gateway', () => {
  it('is routed by table, or by topic, each element for itself', () => {
    expect(
      routes([
        { table: 'Meters', device_id: 'm-1', temperature: 1 },
        { topic: 'sensors/s-1/telemetry', temperature: 2 },
        { table: 'SensorReadings', topic: 'sensors/s-2/telemetry', temperature: 3 },
      ]),
    ).toEqual(['Meters', 'SensorReadings', 'SensorReadings']);
  });

  it('takes dimensions from its topic', () => {
    const { readings } = decode({ topic: 'sensors/s-1/telemetry', temperature: 2 });
    expect(readings).toMatchObject([{ reading: { dimensions: [{ name: 'device_id', value: 's-1' }] } }]);
  });

  it('without table and topic belongs to the only table with sources', () => {
    expect(routes({ device_id: 's-1', temperature: 1 }, serviceOf(kpis, sensors))).toEqual(['SensorReadings']);
    expect(routes({ device_id: 's-1', temperature: 1 })).toEqual(['no-table']);
    expect(routes({ device_id: 's-1', temperature: 1 }, serviceOf(kpis))).toEqual(['no-table']);
  });

  it('without table and topic belongs to the only table with a source via stream, whatever other tables there are', () => {
    const streamed = table('Streamed', { sources: [source('streamed/+', { via: 'stream' })] });
    expect(routes({ device_id: 's-1', temperature: 1 }, serviceOf(kpis, sensors, streamed, meters))).toEqual(['Streamed']);
    expect(routes({ device_id: 's-1', temperature: 1 }, serviceOf(streamed, { ...streamed, name: 'Second' }))).toEqual(['no-table']);
  });

  it('may name a table without sources: gateways write to the stream themselves', () => {
    expect(routes({ table: 'Own', device_id: 's-1', temperature: 1 }, serviceOf(kpis, sensors, table('Own')))).toEqual(['Own']);
  });

  it.each([
    ['an unknown table', { table: 'Nothing' }],
    ['the table of the KPI records', { table: 'Kpis' }],
    ['a table that is no text', { table: 7 }],
    ['a topic that nothing matches', { topic: 'elsewhere' }],
  ])('is refused with %s', (_what, fields) => {
    expect(routes({ ...fields, device_id: 's-1', temperature: 1 })).toEqual(['no-table']);
  });

  it('was received when the stream took it', () => {
    expect(decode({ table: 'Meters', device_id: 'm-1', temperature: 1 }).readings).toMatchObject([{ reading: { timeNs: msToNs(receivedAt) } }]);
  });

  it('does not count its routing fields as ignored', () => {
    expect(decode({ table: 'Meters', topic: 'x', device_id: 'm-1', temperature: 1, fw: 2 }).ignoredFields).toBe(1);
  });
});

it.each([['not-json', 'hello'], ['not-json', ''], ['not-a-reading', '[]'], ['not-a-reading', '7']])('refuses as %s: %j', (reason, content) => {
  const { message, readings } = decode(content);
  expect(readings).toMatchObject([{ reason }]);
  expect(message.payload).toBe(base64(content));
});

describe('the sources of a table that a gateway names', () => {
  const trucks = table('Trucks', { sources: [
    source('trucks/+', { measureName: 'truck', when: [{ keys: ['v'], value: 2 }] }),
    source('trailers/+', { measureName: 'trailer' }),
  ] });
  const measureNames = (content: object) => decode(content, serviceOf(sensors, trucks)).readings.map((decoded) => (decoded.kind === 'reading' ? decoded.reading.measureName : decoded.reason));

  it('take a reading in their order, by what it says', () => {
    expect(measureNames({ table: 'Trucks', device_id: 't', v: 2, temperature: 1 })).toEqual(['truck']);
    expect(measureNames({ table: 'Trucks', device_id: 't', v: 1, temperature: 1 })).toEqual(['trailer']);
  });

  it('are those of its topic, where that is one of theirs', () => {
    expect(measureNames({ table: 'Trucks', topic: 'trailers/7', v: 2, temperature: 1 })).toEqual(['trailer']);
    expect(measureNames({ table: 'Trucks', topic: 'trucks/7', v: 1, temperature: 1 })).toEqual(['no-table']);
    expect(measureNames({ table: 'Trucks', topic: 'elsewhere/7', v: 2, temperature: 1 })).toEqual(['truck']);
  });
});
