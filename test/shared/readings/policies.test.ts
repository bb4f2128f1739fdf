/** Every policy of tables.json, from the file to the reading: what it makes of its value by default, and by each of its settings. */
import { fromIot } from '../../../shared/readings/from-iot';
import { parseTables } from '../../../shared/tables/parse-tables';
import { nsToIso } from '../../../shared/time';
import tablesJson from '../../../tables.json';
import { base64 } from './definitions';

const receivedAt = '2026-05-01T08:30:00.000Z';
const aMinuteAgo = '2026-05-01T08:29:00.000Z';

interface Settings {
  /** Of the measure `m`, beside which every message has an `other` that is well. */
  readonly measure?: object;
  readonly time?: object;
  readonly dimension?: object;
  readonly retention?: object;
  readonly table?: object;
}

/** @returns the reason, or time, dimensions and measures of the reading, with the values that were left out */
function outcomeOf({ measure = { type: 'DOUBLE' }, time, dimension = {}, retention = {}, table = {} }: Settings, message: string) {
  const readings = {
    sources: [{ topic: 'sensors/+' }], ...(time === undefined ? {} : { time }), measureName: 'metrics', dimensions: { device: { from: 'topic(2)' }, site: dimension },
    measures: { m: measure, other: 'BOOLEAN' }, retention: { memoryHours: 24, magneticDays: 7, ...retention }, ...table,
  };
  const service = parseTables({ service: 'policies', database: 'Policies', tables: { Readings: readings, Kpis: tablesJson.tables.Kpis } });
  const { readings: [decoded], skippedValues } = fromIot(service, { payload: base64(message), topic: 'sensors/s-1', receivedAt: Date.parse(receivedAt) });
  if (decoded?.kind !== 'reading') return decoded?.reason;
  const { timeNs, version, dimensions, measures } = decoded.reading;
  const [m] = measures.filter(({ name }) => name === 'm');
  return { time: nsToIso(timeNs), version, site: dimensions.find(({ name }) => name === 'site')?.value, m: m?.value, skippedValues };
}

const taken = { time: aMinuteAgo, version: 1, site: undefined, m: undefined, skippedValues: 0 };
const leftOut = { ...taken, skippedValues: 1 };
const said = (m: string) => `{"time": "${aMinuteAgo}", "other": true, "m": ${m}}`;

const double = { type: 'DOUBLE' };
const bigint = { type: 'BIGINT' };
const varchar = { type: 'VARCHAR' };
const percent = { type: 'DOUBLE', min: 0, max: 100 };
const counter = { type: 'BIGINT', kind: 'counter' };
const state = { type: 'VARCHAR', enum: ['on', 'off'] };
const tooLong = JSON.stringify('x'.repeat(2049));
/** A record has 2048 bytes: 8 of time, 9 of device and its name, 7 of measure name, 1 of `other`. */
const room = 2048 - 8 - 'devices-1'.length - 'metrics'.length - 1;
const tooLongForRecord = JSON.stringify('x'.repeat(room + 1));

describe.each<[policy: string, measure: object, value: string, outcomes: Readonly<Record<string, object | string>>]>([
  ['ifNull', double, 'null', { default: leftOut, skip: leftOut, reject: 'bad-measure' }],
  ['ifEmpty', varchar, '""', { default: leftOut, skip: leftOut, reject: 'bad-measure' }],
  ['ifEmpty', bigint, '""', { default: leftOut, skip: leftOut, reject: 'bad-measure' }],
  ['ifNotFinite', double, '"NaN"', { default: 'not-finite', skip: leftOut, reject: 'not-finite' }],
  ['ifNotFinite', double, '"-Infinity"', { default: 'not-finite', skip: leftOut, reject: 'not-finite' }],
  ['ifNotFinite', double, '1e999', { default: 'not-finite', skip: leftOut, reject: 'not-finite' }],
  ['ifNotFinite', bigint, '"+inf"', { default: 'not-finite', skip: leftOut, reject: 'not-finite' }],
  ['ifTooLong', varchar, tooLong, { default: 'too-long', truncate: { ...taken, m: 'x'.repeat(room) }, skip: leftOut, reject: 'too-long' }],
  ['ifTooLong', varchar, tooLongForRecord, { default: 'too-long', truncate: { ...taken, m: 'x'.repeat(room) }, skip: leftOut, reject: 'too-long' }],
  ['ifOutOfRange', percent, '100.5', { default: 'out-of-range', clamp: { ...taken, m: '100' }, skip: leftOut, reject: 'out-of-range' }],
  ['ifOutOfRange', percent, '-0.5', { default: 'out-of-range', clamp: { ...taken, m: '0' }, skip: leftOut, reject: 'out-of-range' }],
  ['ifOutOfRange', counter, '-1', { default: 'out-of-range', clamp: { ...taken, m: '0' }, skip: leftOut, reject: 'out-of-range' }],
  ['ifOutOfRange', { ...percent, type: 'BIGINT' }, '"9223372036854775808"', { default: 'out-of-range', clamp: { ...taken, m: '100' }, skip: leftOut, reject: 'out-of-range' }],
  ['ifNotInEnum', state, '"On"', { default: 'not-in-enum', skip: leftOut, reject: 'not-in-enum' }],
])('%s of %j', (policy, measure, value, outcomes) => {
  it.each(Object.entries(outcomes))(`for ${value.slice(0, 30)}: %s`, (choice, outcome) => {
    expect(outcomeOf({ measure: choice === 'default' ? measure : { ...measure, [policy]: choice } }, said(value))).toEqual(outcome);
  });
});

it('leaves nothing of a reading whose only value a policy leaves out, and refuses it', () => {
  expect(outcomeOf({ measure: { type: 'DOUBLE', ifNotFinite: 'skip' } }, `{"time": "${aMinuteAgo}", "m": "NaN"}`)).toBe('no-measures');
});

it.each([
  ['by default', {}, { ...taken, site: undefined }],
  ['when it is required', { required: true }, 'missing-dimension'],
])('a missing dimension, %s', (_when, dimension, outcome) => {
  for (const site of ['', ', "site": null', ', "site": ""']) expect(outcomeOf({ dimension }, `{"time": "${aMinuteAgo}", "other": true${site}}`)).toEqual(outcome);
});

const atReceipt = { ...taken, time: receivedAt };

describe.each<[policy: string, time: string, retention: object, outcomes: Readonly<Record<string, object | string>>]>([
  ['ifMissing', 'null', {}, { default: atReceipt, received: atReceipt, reject: 'missing-time' }],
  ['ifFuture', '"2026-05-01T08:45:00.000000001Z"', {}, { default: 'time-out-of-range', received: atReceipt, reject: 'time-out-of-range' }],
  ['ifFuture', '"2026-05-01T08:45:00Z"', {}, { received: { ...taken, time: '2026-05-01T08:45:00.000Z' } }],
  // What the table keeps only the service knows, so that what is only old is left to its refusal.
  ['ifAncient', '"2026-04-30T08:29:59Z"', {}, { default: { ...taken, time: '2026-04-30T08:29:59.000Z' }, received: atReceipt, reject: { ...taken, time: '2026-04-30T08:29:59.000Z' } }],
  ['ifAncient', '"2026-04-30T08:29:59Z"', { lateArrivals: true }, { received: { ...taken, time: '2026-04-30T08:29:59.000Z' } }],
  ['ifAncient', '"2026-04-24T08:29:59Z"', { lateArrivals: true }, { received: atReceipt }],
  ['ifAncient', '"1969-12-31T23:59:59Z"', {}, { default: 'time-out-of-range', received: atReceipt, reject: 'time-out-of-range' }],
])('%s, a time of %s, retention %j', (policy, time, retention, outcomes) => {
  it.each(Object.entries(outcomes))('%s', (choice, outcome) => {
    const message = `{"time": ${time}, "other": true}`;
    // Without a word about time at all, and with words about other things of it, the default is the same.
    for (const settings of choice === 'default' ? [undefined, { format: 'auto' }] : [{ [policy]: choice }]) {
      expect(outcomeOf({ retention, ...(settings === undefined ? {} : { time: settings }) }, message)).toEqual(outcome);
    }
  });
});

describe('the version of a reading', () => {
  const message = `{"time": "${aMinuteAgo}", "other": true, "rev": 9007199254740991}`;

  it('is 1 by default, whatever the message says', () => {
    expect(outcomeOf({}, message)).toEqual(taken);
  });

  it('is what the message says where the table asks for it, up to 2^53 - 1', () => {
    const table = { version: { from: '$.rev' } };
    expect(outcomeOf({ table }, message)).toEqual({ ...taken, version: 9_007_199_254_740_991 });
    expect(outcomeOf({ table }, message.replace('0991', '0992'))).toBe('bad-version');
  });
});
