/** When a reading was taken: every format read exactly, and what can be no time of a reading refused with its reason. */
import { timeDecoder } from '../../../shared/readings/time-decoder';
import { UnsafeInteger } from '../../../shared/readings/parse-json';
import { Refusal } from '../../../shared/readings/refusal';
import type { TimeFormat } from '../../../shared/tables/definition';
import { isoToNs } from '../../../shared/time';
import { time } from './definitions';

const receivedAt = '2026-05-01T08:30:00.250Z';
const receivedAtMs = Date.parse(receivedAt);

function decode(ts: unknown, format: TimeFormat = 'auto', ifMissing: 'received' | 'reject' = 'received') {
  return timeDecoder({ time: time(format, ifMissing), retention })({ fields: { ts }, topic: undefined, clientId: undefined, receivedAtMs });
}

it.each<[unknown, TimeFormat]>([
  ['2026-05-01T08:29:00.123456789Z', 'auto'],
  ['2026-05-01T10:29:00.123456789+02:00', 'iso8601'],
  ['1777624140.123456789', 'epoch-s'],
  ['1777624140123.456789', 'epoch-ms'],
  ['1777624140123456.789', 'epoch-us'],
  ['1777624140123456789', 'epoch-ns'],
  [new UnsafeInteger('1777624140123456789'), 'auto'],
  [new UnsafeInteger('1777624140123456789'), 'epoch-ns'],
])('reads %p as %s to the nanosecond', (value, format) => {
  expect(decode(value, format)).toBe(1_777_624_140_123_456_789n);
});

it.each([
  ['seconds', 1777624140],
  ['seconds with a fraction', 1777624140.5],
  ['milliseconds', 1777624140000],
  ['microseconds', 1777624140000000],
])('tells %s by their size', (_unit, value) => {
  expect(decode(value)).toBe(isoToNs(new Date(Math.floor(1777624140 + (value % 1)) * 1000 + (value % 1) * 1000).toISOString()));
});

it('takes the time of receipt when the reading says none', () => {
  for (const nothing of [undefined, null, '']) expect(decode(nothing)).toBe(isoToNs(receivedAt));
});

it('refuses a reading without time where the table says so', () => {
  expect(decode(undefined, 'auto', 'reject')).toMatchObject({ reason: 'missing-time' });
});

it.each<[string, unknown, TimeFormat]>([
  ['seconds where milliseconds are declared', 1777624140, 'epoch-ms'],
  ['milliseconds where seconds are declared', 1777624140000, 'epoch-s'],
  ['milliseconds where nanoseconds are declared', 1777624140000, 'epoch-ns'],
  ['nanoseconds where microseconds are declared', new UnsafeInteger('1777624140123456789'), 'epoch-us'],
  ['a number where ISO 8601 is declared', 1777624140, 'iso8601'],
  ['digits in text without a declared unit', '1777624140', 'auto'],
  ['a time without offset', '2026-05-01T08:30:00', 'auto'],
  ['words', 'now', 'auto'],
  ['words where an epoch is declared', 'now', 'epoch-s'],
  ['a boolean', true, 'auto'],
  ['an object', { seconds: 1 }, 'auto'],
  ['a number beyond every epoch', 1e300, 'auto'],
])('refuses %s as bad-time', (_what, value, format) => {
  expect(decode(value, format)).toMatchObject({ reason: 'bad-time' });
});

it.each([
  ['before 1970', -1],
  ['after 2262', new UnsafeInteger('9223372036854775808')],
  ['a minute beyond the 15 that Timestream takes ahead of its clock', '2026-05-01T08:46:00Z'],
  ['the year 5000', 95617584000],
])('refuses %s as time-out-of-range', (_what, value) => {
  expect(decode(value)).toMatchObject({ reason: 'time-out-of-range' });
});

it('takes a clock that is 15 minutes ahead', () => {
  expect(decode('2026-05-01T08:45:00.250Z')).toBe(isoToNs('2026-05-01T08:45:00.250Z'));
});

it('leaves it to the service whether 1970 is too old for the table', () => {
  expect(decode(0)).toBe(0n);
});

it('names value and format in the detail', () => {
  expect(decode(1777624140, 'epoch-ms')).toEqual(new Refusal('bad-time', 'time: 1777624140 is not a time in format epoch-ms'));
});
