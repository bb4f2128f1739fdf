/** When a reading was taken: every format read exactly, and what can be no time of a reading refused with its reason. */
import { UnsafeInteger } from '../../../shared/readings/parse-json';
import { Refusal } from '../../../shared/readings/refusal';
import { timeDecoder } from '../../../shared/readings/time-decoder';
import type { RetentionDefinition, TimeDefinition, TimeFormat } from '../../../shared/tables/definition';
import { parseValuePath } from '../../../shared/tables/value-path';
import { isoToNs } from '../../../shared/time';
import { time } from './definitions';

const receivedAt = '2026-05-01T08:30:00.250Z';
const receivedAtMs = Date.parse(receivedAt);
const aDay = { memoryHours: 24, magneticDays: 365, lateArrivals: false };

function decode(ts: unknown, format: TimeFormat = 'auto', ifMissing: 'received' | 'reject' = 'received') {
  return timeDecoder({ time: time(format, ifMissing), retention: aDay })({ fields: { ts }, topic: undefined, clientId: undefined, receivedAtMs });
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

/** @param more the settings that the test is about */
function decodeBy(more: Partial<TimeDefinition>, ts: unknown, retention: RetentionDefinition = aDay, timeNs?: bigint) {
  return timeDecoder({ time: { ...time(), ...more }, retention })({ fields: { ts }, topic: undefined, clientId: undefined, receivedAtMs, timeNs });
}

describe('a time in the future', () => {
  it.each([
    ['seconds', receivedAtMs / 1000 + 901],
    ['milliseconds', receivedAtMs + 15 * 60 * 1000 + 1],
    ['text', '2026-05-01T08:45:00.250000001Z'],
    ['a time after 2262', new UnsafeInteger('9223372036854775808')],
  ])('is replaced by the time of receipt where the table says so: %s', (_form, ts) => {
    expect(decodeBy({ ifFuture: 'received' }, ts)).toBe(isoToNs(receivedAt));
    expect(decodeBy({ ifFuture: 'reject' }, ts)).toMatchObject({ reason: 'time-out-of-range' });
  });

  it('is kept within the 15 minutes', () => {
    expect(decodeBy({ ifFuture: 'received' }, '2026-05-01T08:45:00.250Z')).toBe(isoToNs('2026-05-01T08:45:00.250Z'));
  });
});

describe('a time that is older than the table keeps', () => {
  const dayBefore = receivedAtMs - 24 * 3_600_000;
  const late = { ...aDay, lateArrivals: true };

  it.each([
    ['milliseconds', dayBefore - 1, aDay],
    ['text', '2026-04-30T08:30:00.249999999Z', aDay],
    ['a year and more, where late arrivals are let in', receivedAtMs - 366 * 24 * 3_600_000, late],
    ['before 1970', -1, late],
  ])('is replaced by the time of receipt where the table says so: %s', (_form, ts, retention) => {
    expect(decodeBy({ ifAncient: 'received' }, ts, retention)).toBe(isoToNs(receivedAt));
  });

  it('is kept while it is younger', () => {
    expect(decodeBy({ ifAncient: 'received' }, dayBefore)).toBe(BigInt(dayBefore) * 1_000_000n);
    expect(decodeBy({ ifAncient: 'received' }, dayBefore - 1, late)).toBe(BigInt(dayBefore - 1) * 1_000_000n);
  });

  it('counts from the memory store where that keeps more than the magnetic one', () => {
    const longMemory = { memoryHours: 48, magneticDays: 1, lateArrivals: true };
    expect(decodeBy({ ifAncient: 'received' }, dayBefore - 1, longMemory)).toBe(BigInt(dayBefore - 1) * 1_000_000n);
  });

  it('is left to the service otherwise, which alone knows what the table keeps', () => {
    expect(decodeBy({ ifAncient: 'reject' }, dayBefore - 1)).toBe(BigInt(dayBefore - 1) * 1_000_000n);
  });
});

it('prefers the time that line protocol says to the fields, under the same limits', () => {
  const said = isoToNs('2026-05-01T08:29:00Z');
  expect(decodeBy({}, '2026-05-01T08:00:00Z', aDay, said)).toBe(said);
  expect(decodeBy({}, undefined, aDay, isoToNs('2026-05-01T09:00:00Z'))).toMatchObject({ reason: 'time-out-of-range' });
});

it('takes the first alternative that says a time', () => {
  const from = ['$.sent', '$.ts'].map(parseValuePath);
  const read = timeDecoder({ time: { ...time(), from }, retention: aDay });
  expect(read({ fields: { sent: null, ts: 1777624140 }, topic: undefined, clientId: undefined, receivedAtMs })).toBe(1_777_624_140_000_000_000n);
});
