/** Stream records that hold several messages: NDJSON, gzip, aggregation of the Kinesis Producer Library, and all of these at once. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { fromKinesis } from '../../../shared/readings/from-kinesis';
import type { DecodedMessage } from '../../../shared/readings/received-message';
import { base64, serviceOf, source, table } from './definitions';
import { aggregated } from './kpl-encoder';

const sensors = table('SensorReadings', { sources: [source('sensors/+/telemetry')] });
const service = serviceOf(sensors);
const eventID = 'shardId-000000000000:4959';
const arrivedAtMs = Date.parse('2026-05-01T08:30:00.000Z');

function decode(data: Uint8Array | string): readonly DecodedMessage[] {
  return fromKinesis(service, { eventID, kinesis: { data: base64(data), approximateArrivalTimestamp: arrivedAtMs / 1000 } });
}

const reading = (temperature: number) => JSON.stringify({ device_id: 's-1', temperature });

/** `<id of the message>: <what its readings became>`, the id without that of the record. */
function outcomes(data: Uint8Array | string): string[] {
  return decode(data).map(({ message, readings }) => `${message.id.slice(eventID.length)}: ${readings
    .map((decoded) => (decoded.kind === 'reading' ? decoded.reading.measures.map(({ value }) => value).join() : decoded.reason)).join(' ')}`);
}

const payloads = (data: Uint8Array | string) => decode(data).map(({ message }) => Buffer.from(message.payload, 'base64').toString('latin1'));

describe('NDJSON', () => {
  it('is one message a line, each with its own bytes', () => {
    const data = `${reading(1)}\n\n${reading(2)}\r\n [${reading(3)}, {}]\n`;
    expect(outcomes(data)).toEqual(['/0: 1', '/1: 2', '/2: 3 missing-dimension']);
    expect(payloads(data)).toEqual([reading(1), reading(2), ` [${reading(3)}, {}]`]);
  });

  it('of one line is a plain record', () => {
    expect(outcomes(`${reading(1)}\n`)).toEqual([': 1']);
  });

  it('keeps the good lines when others are broken, are no text or no reading', () => {
    const data = Buffer.concat([Buffer.from(`{"device_id": "s-`), Buffer.from('\n'), Buffer.from(reading(2)), Buffer.from('\n"\xff"\n7\n', 'latin1')]);
    expect(outcomes(data)).toEqual(['/0: not-json', '/1: 2', '/2: not-json', '/3: not-a-reading']);
  });

  it('may hold envelopes of the carrying rule', () => {
    const envelope = JSON.stringify({ payload: base64('{"temperature": 4}'), topic: 'sensors/s-4/telemetry', clientId: 'c', receivedAt: arrivedAtMs });
    expect(outcomes(`${envelope}\n${envelope}`)).toEqual(['/0: 4', '/1: 4']);
  });

  it('is not what a broken JSON of many lines is: that is one message', () => {
    const broken = JSON.stringify([{ device_id: 's-1', temperature: 1 }], undefined, 2).slice(0, -1);
    expect(outcomes(broken)).toEqual([': not-json']);
  });
});

describe('gzip', () => {
  it('may hold anything a plain record may', () => {
    expect(outcomes(gzipSync(reading(1)))).toEqual([': 1']);
    expect(outcomes(gzipSync(`${reading(1)}\n${reading(2)}`))).toEqual(['/0: 1', '/1: 2']);
    expect(outcomes(gzipSync(aggregated([reading(1), reading(2)])))).toEqual(['/0: 1', '/1: 2']);
  });

  it('keeps the bytes as they came when it holds one message, and those of the line when several', () => {
    expect(payloads(gzipSync('{}'))).toEqual([gzipSync('{}').toString('latin1')]);
    expect(payloads(gzipSync('{}\n[]'))).toEqual(['{}', '[]']);
  });

  it.each([
    ['cut off', gzipSync(reading(1)).subarray(0, -9), 'cut off'],
    ['nothing but its magic bytes', Buffer.from('1f8b', 'hex'), 'cut off'],
    ['a bomb', gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1, 0x20)), 'more than 10485760 bytes'],
    ['packed five times', [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), Buffer.from(reading(1))), 'more than 4 times'],
  ])('is refused when it is %s', (_what, data, detail) => {
    expect(decode(data)).toMatchObject([{ message: { id: eventID, payload: base64(data) }, readings: [{ reason: 'unreadable', detail: expect.stringContaining(detail) }] }]);
  });

  it('may be several behind each other, and padded with zeros', () => {
    expect(outcomes(Buffer.concat([gzipSync(`${reading(1)}\n`), gzipSync(reading(2)), Buffer.alloc(9)]))).toEqual(['/0: 1', '/1: 2']);
  });

  it('is refused when more stands behind the padding, which nobody would read', () => {
    expect(outcomes(Buffer.concat([gzipSync(`${reading(1)}\n`), Buffer.alloc(1), gzipSync(reading(2))]))).toEqual([': unreadable']);
  });

  it('is taken up to the limit', () => {
    expect(outcomes(gzipSync(reading(1).padEnd(10 * 1024 * 1024)))).toEqual([': 1']);
  });
});

describe('an aggregated record', () => {
  it('is one message for each record in it, with its own bytes', () => {
    const data = aggregated([reading(1), `${reading(2)}\n${reading(3)}`, gzipSync(reading(4)), 'hello']);
    expect(outcomes(data)).toEqual(['/0: 1', '/1/0: 2', '/1/1: 3', '/2: 4', '/3: not-json']);
    expect(payloads(data)).toEqual([reading(1), reading(2), reading(3), reading(4), 'hello']);
  });

  it('may hold envelopes of the carrying rule', () => {
    const envelope = JSON.stringify({ payload: base64('{"temperature": 4}'), topic: 'sensors/s-4/telemetry', clientId: 'c', receivedAt: arrivedAtMs });
    expect(decode(aggregated([envelope]))).toMatchObject([{ message: { id: `${eventID}/0`, topic: 'sensors/s-4/telemetry', clientId: 'c' } }]);
  });

  it('without records is one malformed reading', () => {
    expect(outcomes(aggregated([]))).toEqual([': not-a-reading']);
  });

  it('that is damaged is one malformed reading, with all of its bytes', () => {
    const data = aggregated([reading(1), reading(2)]);
    data[30]! ^= 1;
    expect(outcomes(data)).toEqual([': unreadable']);
    expect(payloads(data)).toEqual([data.toString('latin1')]);
  });

  it('counts what comes out of its gzip as one', () => {
    const mebibytes = (count: number) => gzipSync(reading(count).padEnd(count * 1024 * 1024));
    expect(outcomes(aggregated([mebibytes(6), mebibytes(5), mebibytes(4), mebibytes(0)]))).toEqual(['/0: 6', '/1: unreadable', '/2: 4', '/3: unreadable']);
  });

  it('of more than ten thousand messages is refused whole, as one', () => {
    expect(outcomes(aggregated(Array.from({ length: 10_000 }, () => '{}'))).length).toBe(10_000);
    expect(outcomes(aggregated(Array.from({ length: 10_001 }, () => '{}')))).toEqual([': not-a-reading']);
    expect(outcomes('{}\n'.repeat(10_001))).toEqual([': not-a-reading']);
    expect(outcomes(aggregated(['{}\n'.repeat(6000), '{}\n'.repeat(6000)]))).toEqual([': not-a-reading']);
  });
});

it('refuses a record of more than thirty thousand readings whole, as one', () => {
  const line = `[${Array.from({ length: 1000 }, () => '{}').join()}]\n`;
  expect(decode(gzipSync(line.repeat(30))).length).toBe(30);
  expect(decode(gzipSync(`${line.repeat(30)}{}`))).toMatchObject([{
    message: { id: eventID, payload: base64(gzipSync(`${line.repeat(30)}{}`)) },
    readings: [{ reason: 'not-a-reading', detail: 'more than 30000 readings in one stream record' }],
  }]);
});

it('loses no record that is mostly blank', () => {
  const blank = ' '.repeat(200_000);
  expect([`[${blank}]`, blank, '\n'.repeat(20_000), `[${reading(1)}${blank}]`].flatMap(outcomes)).toEqual([': not-a-reading', ': not-json', ': not-json', ': 1']);
});

it('takes an array apart that is larger than any MQTT message, so that a dead letter is not as large as all of it', () => {
  const filler = 'x'.repeat(70_000);
  const elements = [`{"device_id":"s-1", "temperature":1.0, "filler":"${filler}"}`, `{"filler":"${filler}"}`, '7'];
  expect(outcomes(`[${elements.join(' , ')}]`)).toEqual(['/0: 1', '/1: missing-dimension', '/2: not-a-reading']);
  expect(payloads(`[${elements.join(' , ')}]`)).toEqual(elements);
});

it('takes an array apart that has more readings than a message may have', () => {
  const readings = Array.from({ length: 1001 }, (_, index) => reading(index));
  expect(outcomes(`[${readings.slice(0, 1000).join()}]`)).toEqual([`: ${Array.from({ length: 1000 }, (_, index) => index).join(' ')}`]);
  expect(outcomes(`[${readings.join()}]`)).toEqual(readings.map((_, index) => `/${index}: ${index}`));
});

it('gives every reading once and in order, however the records are packed, and the same ids again', () => {
  type Packed = { readonly data: Buffer; readonly values: readonly number[] };
  const leaf: fc.Arbitrary<Packed> = fc.array(fc.integer(), { minLength: 1, maxLength: 4 }).chain((values) => fc.constantFrom(
    { data: Buffer.from(values.map(reading).join('\n')), values },
    { data: Buffer.from(`[${values.map(reading).join(',')}]`), values },
  ));
  const perhapsGzip = (packed: fc.Arbitrary<Packed>) => packed.chain((inner) => fc.constantFrom(inner, { ...inner, data: gzipSync(inner.data) }));
  const aggregate = fc.array(perhapsGzip(leaf), { minLength: 1, maxLength: 5 })
    .map((parts) => ({ data: aggregated(parts.map(({ data }) => data)), values: parts.flatMap(({ values }) => values) }));
  fc.assert(fc.property(perhapsGzip(fc.oneof(leaf, aggregate)), ({ data, values }) => {
    const messages = decode(data);
    const read = messages.flatMap(({ readings }) => readings.map((decoded) => decoded.kind === 'reading' && decoded.reading.measures[0]?.value));
    expect(read).toEqual(values.map(String));
    const positions = messages.flatMap(({ readings }) => readings.map(({ position }) => JSON.stringify(position)));
    expect(new Set(positions).size).toBe(values.length);
    expect(decode(data)).toEqual(messages);
  }), { numRuns: 50 });
});
