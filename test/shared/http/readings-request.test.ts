import { requestFromEvent } from '../../../shared/http/http-request';
import { readingsRequest } from '../../../shared/http/readings-request';
import { httpEvent } from '../../functions/http-event';
import { serviceOf, table } from '../readings/definitions';

const sensors = table('SensorReadings');
const service = serviceOf(sensors, table('Kpis'));
const nowMs = Date.parse('2026-05-01T08:30:00Z');

interface Changes {
  readonly query?: string;
  readonly table?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

function read({ headers, body = '{}', isBase64Encoded = false, ...changes }: Changes = {}) {
  const event = { ...httpEvent('ingest-http', { query: '', ...changes }), headers: { 'content-type': 'application/json', ...headers }, body, isBase64Encoded };
  return readingsRequest(service, requestFromEvent(event, { public: false }), nowMs);
}

test('a request says its table, its format and its body', () => {
  expect(read({ body: '{"a":"ü"}' })).toEqual({ table: sensors, format: { kind: 'json' }, isGzip: false, bytes: Buffer.from('{"a":"ü"}'), receivedAtMs: nowMs, outcomes: 'all' });
});

test.each([
  ['application/json', { kind: 'json' }],
  ['Application/JSON; charset="UTF-8"', { kind: 'json' }],
  ['application/x-ndjson', { kind: 'ndjson' }],
  ['text/plain', { kind: 'line-protocol', precision: 'ns' }],
  ['text/plain; charset=utf-8', { kind: 'line-protocol', precision: 'ns' }],
])('the type %s is taken', (contentType, format) => {
  expect(read({ headers: { 'content-type': contentType } }).format).toEqual(format);
});

test.each(['ns', 'us', 'ms', 's'])('line protocol may have the precision %s', (precision) => {
  expect(read({ headers: { 'content-type': 'text/plain' }, query: `precision=${precision}` }).format).toEqual({ kind: 'line-protocol', precision });
});

test.each(['', 'application/x-www-form-urlencoded', 'text/csv', 'application/json; charset=utf-16', 'json'])('the type %j is refused, with the ones that are taken', (contentType) => {
  expect(() => read({ headers: { 'content-type': contentType } })).toThrow(
    expect.objectContaining({ code: 'unsupported-media-type', detail: expect.stringMatching(/application\/json, application\/x-ndjson or text\/plain/) }),
  );
});

test('gzip is taken, in base64 as API Gateway sends it, and no other encoding', () => {
  expect(read({ headers: { 'content-encoding': 'GZIP' }, body: 'H4sI', isBase64Encoded: true })).toMatchObject({ isGzip: true, bytes: Buffer.from([0x1f, 0x8b, 0x08]) });
  expect(read({ headers: { 'content-encoding': 'identity' } }).isGzip).toBe(false);
  expect(() => read({ headers: { 'content-encoding': 'br' } })).toThrow(expect.objectContaining({ code: 'unsupported-media-type', detail: expect.stringContaining("'br'") }));
});

test('a request that repeats another has its time of receipt', () => {
  expect(read({ query: `receivedAt=${nowMs - 5000}` }).receivedAtMs).toBe(nowMs - 5000);
});

test.each<[string, Changes, string, string]>([
  ['an unknown table', { table: 'SensorReading' }, 'table', "no table 'SensorReading' takes readings (did you mean SensorReadings?)"],
  ['the table of the KPI records', { table: 'Kpis' }, 'table', "no table 'Kpis' takes readings"],
  ['an unknown parameter', { query: 'db=telegraf' }, 'db', "unknown parameter 'db'"],
  ['a precision of JSON', { query: 'precision=ms' }, 'precision', 'only the timestamps of line protocol'],
  ['an unknown precision', { query: 'precision=h', headers: { 'content-type': 'text/plain' } }, 'precision', "'h' is none of ns, us, ms, s"],
  ['another list of outcomes', { query: 'outcomes=none' }, 'outcomes', "'none' is none of all, not-written"],
  ['a parameter given twice', { query: 'outcomes=all&outcomes=all' }, 'outcomes', 'only once'],
  ['a time of receipt to come', { query: `receivedAt=${nowMs + 61_000}` }, 'receivedAt', 'epoch milliseconds'],
  ['a time of receipt long ago', { query: `receivedAt=${nowMs - 86_400_001}` }, 'receivedAt', 'epoch milliseconds'],
  ['a time of receipt that is none', { query: 'receivedAt=now' }, 'receivedAt', "'now'"],
])('%s is refused by name', (_what, changes, parameter, message) => {
  expect(() => read(changes)).toThrow(expect.objectContaining({ code: 'invalid-request', errors: [{ parameter, message: expect.stringContaining(message) }] }));
});

test('everything that is wrong is named at once', () => {
  expect(() => read({ table: 'X', query: 'a=1&outcomes=x' })).toThrow(expect.objectContaining({ errors: [{ parameter: 'a', message: expect.any(String) }, { parameter: 'table', message: expect.any(String) }, { parameter: 'outcomes', message: expect.any(String) }] }));
});
