/** Bodies of HTTP requests: JSON, NDJSON and line protocol, each reading with its own bytes. */
import { gzipSync } from 'node:zlib';
import { RefusedBody, type BodyFormat } from '../../../shared/readings/body-parts';
import { decodeHttpMessage, fromHttp } from '../../../shared/readings/from-http';
import type { DecodedMessage } from '../../../shared/readings/received-message';
import { msToNs } from '../../../shared/time';
import { dimension, measure, table } from './definitions';

const sensors = table('SensorReadings', {
  dimensions: [dimension('device_id', ['topic(2)', '$.device_id', '$.host'], true)],
  measures: [measure('temperature', 'DOUBLE'), measure('count', 'BIGINT'), measure('state', 'VARCHAR'), measure('on', 'BOOLEAN')],
});
const receivedAtMs = Date.parse('2026-05-01T08:30:00.123Z');
const json: BodyFormat = { kind: 'json' };
const ndjson: BodyFormat = { kind: 'ndjson' };
const lines = (precision: 'ns' | 'us' | 'ms' | 's' = 'ns'): BodyFormat => ({ kind: 'line-protocol', precision });

const from = (format: BodyFormat, content: string | Uint8Array, isGzip = false) =>
  fromHttp({ table: sensors, format, isGzip, bytes: Buffer.from(content as Uint8Array), receivedAtMs }); // Buffer.from takes both

function decode(...body: Parameters<typeof from>): readonly DecodedMessage[] {
  const messages = from(...body);
  if (messages instanceof RefusedBody) throw new Error(messages.detail);
  return messages;
}

function outcomes(...body: Parameters<typeof from>): string[] {
  return decode(...body).flatMap(({ readings }) => readings.map((decoded) =>
    (decoded.kind === 'reading' ? decoded.reading.measures.map(({ name, value }) => `${name}=${value}`).join() : decoded.reason)));
}

const payloads = (...body: Parameters<typeof from>) => decode(...body).map(({ message }) => Buffer.from(message.payload, 'base64').toString());

describe('JSON', () => {
  it('is one reading, or an array of them, each a message with its own bytes', () => {
    expect(outcomes(json, '{"device_id": "d", "temperature": 1}')).toEqual(['temperature=1']);
    const elements = ['{"device_id": "d", "temperature": 1.0}', '{"temperature": 2}', '7'];
    expect(outcomes(json, `[${elements.join(',')}]`)).toEqual(['temperature=1', 'missing-dimension', 'not-a-reading']);
    expect(payloads(json, `[${elements.join(',')}]`)).toEqual(elements);
  });

  it('keeps whole numbers beyond 2^53 apart, as every source does', () => {
    expect(outcomes(json, '[{"device_id": "d", "count": 9007199254740993}]')).toEqual(['unsafe-integer']);
  });

  it('has the table of the path, the time of receipt, and no topic', () => {
    expect(decode(json, '{"table": "Other", "topic": "a/b", "device_id": "d", "temperature": 1}')).toMatchObject([{
      message: { source: 'http', table: 'SensorReadings', receivedAtMs, redriven: 0 },
      readings: [{ reading: { table: sensors, dimensions: [{ value: 'd' }], timeNs: msToNs(receivedAtMs) } }],
      ignoredFields: 2,
    }]);
  });
});

describe('NDJSON', () => {
  it('is a reading a line, of which bad ones do not spoil the others', () => {
    expect(outcomes(ndjson, '{"device_id":"d","temperature":1}\r\n\n{"device_id":\n{"device_id":"d","temperature":3}')).toEqual(['temperature=1', 'not-json', 'temperature=3']);
  });
});

describe('line protocol', () => {
  it('gives tags and fields to the paths of tables.json, with the types they have', () => {
    expect(outcomes(lines(), 'cpu,host=h1 temperature=21,count=9007199254740993i,state="up",on=t 1777624200000000000')).toEqual(['temperature=21,count=9007199254740993,state=up,on=true']);
  });

  it.each([['ns', '1777624200000000000'], ['us', '1777624200000000'], ['ms', '1777624200000'], ['s', '1777624200']] as const)(
    'has its own time, in %s, whatever tables.json says of the time',
    (precision, timestamp) => {
      expect(decode(lines(precision), `cpu,host=h1 temperature=1,ts="2020-01-01T00:00:00Z" ${timestamp}`)).toMatchObject([
        { message: { precision }, readings: [{ reading: { timeNs: 1_777_624_200_000_000_000n } }] },
      ]);
    },
  );

  it('without a timestamp has the time that tables.json names, or that of the receipt', () => {
    const times = decode(lines(), 'cpu,host=h1 temperature=1,ts="2026-05-01T08:00:00Z"\ncpu,host=h1 temperature=1').flatMap(({ readings }) => readings);
    expect(times).toMatchObject([{ reading: { timeNs: msToNs(Date.parse('2026-05-01T08:00:00Z')) } }, { reading: { timeNs: msToNs(receivedAtMs) } }]);
  });

  it.each([['before 1970', '-1'], ['too far ahead', '1777626000000000000']])('refuses a timestamp %s', (_what, timestamp) => {
    expect(outcomes(lines(), `cpu,host=h1 temperature=1 ${timestamp}`)).toEqual(['time-out-of-range']);
  });

  it('leaves out comments and blank lines, and refuses a bad line alone', () => {
    expect(outcomes(lines(), '# weather\n\ncpu,host=h1 temperature=1\ncpu temperature\ncpu,host=h1 temperature=NaN\n')).toEqual(['temperature=1', 'unreadable', 'unreadable']);
  });

  it('does not count the measurement as ignored', () => {
    expect(decode(lines(), 'cpu,host=h1,rack=r temperature=1')).toMatchObject([{ ignoredFields: 1 }]);
  });
});

describe('the id of a message', () => {
  const ids = (...body: Parameters<typeof from>) => decode(...body).map(({ message }) => message.id);
  const body = '{"device_id":"d","temperature":1}\n{}';

  it('is the same when the same body comes again, packed or not', () => {
    expect(ids(ndjson, gzipSync(body), true)).toEqual(ids(ndjson, body));
    expect(new Set(ids(ndjson, body)).size).toBe(2);
  });

  it('is another for another body, table or unit of time', () => {
    expect(ids(ndjson, `${body}\n`)).not.toEqual(ids(ndjson, body));
    expect(ids(lines('s'), 'm v=1 1')).not.toEqual(ids(lines('ms'), 'm v=1 1'));
    const other = fromHttp({ table: { ...sensors, name: 'Other' }, format: ndjson, isGzip: false, bytes: Buffer.from(body), receivedAtMs });
    expect((other as DecodedMessage[]).map(({ message }) => message.id)).not.toEqual(ids(ndjson, body));
  });
});

it.each([
  [json, '[{"device_id":"d","temperature":"warm"},{"device_id":"d","temperature":1}]'],
  [ndjson, '{"device_id":"d","temperature":1}\nbroken'],
  [lines('s'), 'cpu,host=h1 temperature=1 1777624200\ncpu'],
])('decodes a part of a body again as it was, from what a dead letter keeps: %j', (format, body) => {
  const messages = decode(format, body);
  expect(messages.map(({ message }) => decodeHttpMessage(sensors, message))).toEqual(messages);
});

describe('a body is refused whole', () => {
  const filled = (size: number) => gzipSync('{"device_id":"d","temperature":1}'.padEnd(size));

  it.each<[what: string, body: Parameters<typeof from>, detail: string]>([
    ['it is empty', [json, ''], 'line 1, column 1: not JSON'],
    ['JSON breaks off', [json, '[{"device_id": "d"},\n {"device_id": }]'], 'line 2, column 16: not JSON'],
    ['JSON is not UTF-8', [json, Buffer.from('{"a": "\xff"}', 'latin1')], 'not UTF-8'],
    ['JSON is nested beyond reason', [json, `${'['.repeat(1e5)}9007199254740993${']'.repeat(1e5)}`], 'line 1: nested too deep'],
    ['JSON breaks off behind a text of millions of escapes', [json, `{"a": "${String.raw`\n`.repeat(4_000_000)}"`], 'line 1, column 8000009: not JSON'],
    ['JSON has no object', [json, '[1, "two"]'], 'no JSON object'],
    ['an array is empty', [json, '[]'], 'no reading'],
    ['no line is JSON', [ndjson, '\nfirst\nsecond'], 'line 2, column 1: not JSON'],
    ['there are only blank lines', [ndjson, '\n \n'], 'no reading'],
    ['no line is line protocol', [lines(), '# comment\ncpu,host=h1\ncpu'], 'line 2: line protocol, column 12: a space'],
    ['there are only comments', [lines(), '# comment'], 'no reading'],
    ['the gzip is none', [json, '{}', true], 'gzip is damaged'],
  ])('when %s, and says where', (_what, body, detail) => {
    expect(from(...body)).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining(detail) });
  });

  it.each<[what: string, body: Parameters<typeof from>]>([
    ['lines', [ndjson, '{}\n'.repeat(10_001)]],
    ['elements', [json, `[${Array.from({ length: 10_001 }, () => '{}').join()}]`]],
    ['readings in its elements', [json, `[${Array.from({ length: 11 }, () => `[${Array.from({ length: 1000 }, () => '{}').join()}]`).join()}]`]],
    ['bytes when unpacked', [json, filled(10 * 1024 * 1024 + 1), true]],
  ])('when it has too many %s, and says how many are taken', (_what, body) => {
    expect(from(...body)).toMatchObject({ kind: 'too-large', detail: expect.stringMatching(/10000|10485760/) });
  });

  it('and not at the limits', () => {
    expect(decode(ndjson, '{}\n'.repeat(10_000)).length).toBe(10_000);
    expect(decode(json, filled(10 * 1024 * 1024), true).length).toBe(1);
  });
});
