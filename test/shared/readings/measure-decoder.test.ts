/** The declared type is law: what each type takes, in which text form, and what it refuses for which reason. */
import fc from 'fast-check';
import { measureDecoder } from '../../../shared/readings/measure-decoder';
import { parseJson, UnsafeInteger } from '../../../shared/readings/parse-json';
import { skipped } from '../../../shared/readings/settled';
import { defaultMeasurePolicy, type MeasureDefinition, type MeasurePolicy, type MeasureType } from '../../../shared/tables/definition';
import { measure } from './definitions';

const decode = (type: MeasureType, value: unknown, more: Partial<MeasureDefinition> = {}) => measureDecoder(measure('m', type, more))(value);
const unsafe = new UnsafeInteger('9007199254740993');

it.each<[MeasureType, unknown, string]>([
  ['DOUBLE', 21.5, '21.5'],
  ['DOUBLE', 21, '21'],
  ['DOUBLE', '21', '21'],
  ['DOUBLE', '-1.5e3', '-1500'],
  ['DOUBLE', '9007199254740993', '9007199254740992'],
  ['DOUBLE', 1e300, '1e+300'],
  ['DOUBLE', 5e-324, '5e-324'],
  ['BIGINT', 87, '87'],
  ['BIGINT', -1e3, '-1000'],
  ['BIGINT', '9007199254740993', '9007199254740993'],
  ['BIGINT', '-9223372036854775808', '-9223372036854775808'],
  ['BIGINT', '007', '7'],
  ['BOOLEAN', true, 'true'],
  ['BOOLEAN', false, 'false'],
  ['BOOLEAN', 'true', 'true'],
  ['VARCHAR', 'on', 'on'],
  ['VARCHAR', '東京"\'', '東京"\''],
  ['TIMESTAMP', 1777624140, '1777624140000000000'],
  ['TIMESTAMP', '2026-05-01T08:29:00.000000001Z', '1777624140000000001'],
  ['TIMESTAMP', new UnsafeInteger('1777624140000000001'), '1777624140000000001'],
])('%s takes %p', (type, value, text) => {
  expect(decode(type, value)).toBe(text);
});

it.each<[string, MeasureType, unknown]>([
  ['bad-measure', 'DOUBLE', 'warm'],
  ['bad-measure', 'DOUBLE', '21 C'],
  ['bad-measure', 'DOUBLE', '0x15'],
  ['bad-measure', 'DOUBLE', true],
  ['bad-measure', 'DOUBLE', [21]],
  ['not-finite', 'DOUBLE', 'NaN'],
  ['not-finite', 'DOUBLE', 'nan'],
  ['not-finite', 'DOUBLE', '-Infinity'],
  ['not-finite', 'DOUBLE', '+inf'],
  ['not-finite', 'DOUBLE', '1e400'],
  ['not-finite', 'DOUBLE', parseJson(Buffer.from('1e400'))],
  ['unsafe-integer', 'DOUBLE', unsafe],
  ['bad-measure', 'BIGINT', 87.5],
  ['bad-measure', 'BIGINT', '87.0'],
  ['not-finite', 'BIGINT', 'NaN'],
  ['not-finite', 'BIGINT', parseJson(Buffer.from('1e400'))],
  ['bad-measure', 'BIGINT', false],
  ['unsafe-integer', 'BIGINT', unsafe],
  ['unsafe-integer', 'BIGINT', 1e20],
  ['out-of-range', 'BIGINT', '9223372036854775808'],
  ['bad-measure', 'BIGINT', '9'.repeat(5000)],
  ['bad-measure', 'BOOLEAN', 1],
  ['bad-measure', 'BOOLEAN', 'yes'],
  ['bad-measure', 'VARCHAR', 3],
  ['bad-measure', 'VARCHAR', { on: true }],
  ['bad-measure', 'VARCHAR', '\udc00'],
  ['too-long', 'VARCHAR', 'ü'.repeat(1025)],
  ['bad-measure', 'TIMESTAMP', 'noon'],
  ['bad-measure', 'TIMESTAMP', true],
  ['out-of-range', 'TIMESTAMP', new UnsafeInteger('9223372036854775808')],
])('%s: %s refuses %p', (reason, type, value) => {
  expect(decode(type, value)).toMatchObject({ reason });
});

it('takes 2048 bytes of text', () => {
  expect(decode('VARCHAR', 'ü'.repeat(1024))).toBe('ü'.repeat(1024));
});

it('keeps a number within its declared range, the ends included', () => {
  const range = { min: 0, max: 100 };
  expect(decode('BIGINT', 0, range)).toBe('0');
  expect(decode('BIGINT', '100', range)).toBe('100');
  expect(decode('BIGINT', 101, range)).toMatchObject({ reason: 'out-of-range', detail: 'm: 101 is above the maximum 100' });
  expect(decode('DOUBLE', -0.1, range)).toMatchObject({ reason: 'out-of-range', detail: 'm: -0.1 is below the minimum 0' });
  expect(decode('BIGINT', '9223372036854775807', range)).toMatchObject({ reason: 'out-of-range' });
});

it('writes every double so that it is read back as the same double', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(Number(decode('DOUBLE', number))).toBe(number + 0);
    }),
  );
});

it('writes every 64-bit integer given as text as it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (whole) => {
      expect(decode('BIGINT', whole.toString())).toBe(whole.toString());
    }),
  );
});

/** What each policy makes of one value that it is about; the default is the first choice that tables.json documents. */
describe.each<[keyof MeasurePolicy, MeasureType, unknown, Partial<MeasureDefinition>, Record<string, unknown>]>([
  ['ifNull', 'DOUBLE', null, {}, { default: skipped, skip: skipped, reject: { reason: 'bad-measure', detail: 'm: null' } }],
  ['ifNull', 'VARCHAR', null, {}, { default: skipped, skip: skipped, reject: { reason: 'bad-measure' } }],
  ['ifEmpty', 'VARCHAR', '', {}, { default: skipped, skip: skipped, reject: { reason: 'bad-measure', detail: 'm: empty text' } }],
  ['ifEmpty', 'BOOLEAN', '', {}, { default: skipped, skip: skipped, reject: { reason: 'bad-measure' } }],
  ['ifNotFinite', 'DOUBLE', 'NaN', {}, { default: { reason: 'not-finite' }, skip: skipped, reject: { reason: 'not-finite' } }],
  ['ifNotFinite', 'BIGINT', '-inf', {}, { default: { reason: 'not-finite' }, skip: skipped, reject: { reason: 'not-finite' } }],
  ['ifTooLong', 'VARCHAR', 'x'.repeat(2049), {}, { default: { reason: 'too-long' }, truncate: 'x'.repeat(2048), skip: skipped, reject: { reason: 'too-long' } }],
  ['ifTooLong', 'VARCHAR', `x${'ü'.repeat(1024)}`, {}, { truncate: `x${'ü'.repeat(1023)}` }],
  ['ifOutOfRange', 'DOUBLE', 250.5, { max: 250 }, { default: { reason: 'out-of-range' }, clamp: '250', skip: skipped, reject: { reason: 'out-of-range' } }],
  ['ifOutOfRange', 'DOUBLE', -1, { min: -0.5 }, { clamp: '-0.5' }],
  ['ifOutOfRange', 'BIGINT', '99999999999999999999', { max: 10 }, { default: { reason: 'out-of-range' }, clamp: '10', skip: skipped, reject: { reason: 'out-of-range' } }],
  ['ifOutOfRange', 'BIGINT', '9223372036854775808', { min: 0 }, { default: { reason: 'out-of-range' }, clamp: { reason: 'out-of-range' }, skip: skipped }],
  ['ifNotInEnum', 'VARCHAR', 'guessed', { enum: ['measured', 'estimated'] }, { default: { reason: 'not-in-enum', detail: 'm: "guessed" is none of measured, estimated' }, skip: skipped, reject: { reason: 'not-in-enum' } }],
])('%s of a %s, for %p with %p', (key, type, value, more, outcomes) => {
  it.each(Object.entries(outcomes))('%s', (choice, outcome) => {
    const policy = choice === 'default' ? defaultMeasurePolicy : { ...defaultMeasurePolicy, [key]: choice };
    const decoded = decode(type, value, { ...more, policy });
    if (typeof outcome === 'object') expect(decoded).toMatchObject(outcome!);
    else expect(decoded).toBe(outcome);
  });
});

it('never skips a value of another type: that fault must show', () => {
  const lenient = { ifNull: 'skip', ifEmpty: 'skip', ifNotFinite: 'skip', ifTooLong: 'skip', ifOutOfRange: 'skip', ifNotInEnum: 'skip' } as const;
  expect(decode('DOUBLE', 'warm', { policy: lenient })).toMatchObject({ reason: 'bad-measure' });
  expect(decode('VARCHAR', 7, { policy: lenient, enum: ['7'] })).toMatchObject({ reason: 'bad-measure' });
  expect(decode('BIGINT', unsafe, { policy: lenient })).toMatchObject({ reason: 'unsafe-integer' });
});

it('takes the texts of an enum and no other', () => {
  expect(decode('VARCHAR', 'on', { enum: ['on', 'off'] })).toBe('on');
  expect(decode('VARCHAR', 'On', { enum: ['on', 'off'] })).toMatchObject({ reason: 'not-in-enum' });
});

describe('a counter', () => {
  it('is never below 0', () => {
    expect(decode('BIGINT', 0, { kind: 'counter' })).toBe('0');
    expect(decode('BIGINT', -1, { kind: 'counter' })).toMatchObject({ reason: 'out-of-range', detail: 'm: -1 is below the minimum 0' });
    expect(decode('DOUBLE', -0.5, { kind: 'counter', min: -5 })).toMatchObject({ reason: 'out-of-range' });
  });

  it('may start higher', () => {
    expect(decode('DOUBLE', 0.5, { kind: 'counter', min: 1 })).toMatchObject({ reason: 'out-of-range' });
  });
});

describe('scale', () => {
  it.each<[MeasureType, unknown, number, string]>([
    ['DOUBLE', 2153, 0.1, '215.3'],
    ['DOUBLE', '2153', 0.1, '215.3'],
    ['DOUBLE', 1000250, 0.001, '1000.25'],
    ['DOUBLE', 22.5, 3.6, '81'],
    ['DOUBLE', 1.1, 1.1, '1.21'],
    ['DOUBLE', -0.07, 100, '-7'],
    ['DOUBLE', 1e-7, 1e-3, '1e-10'],
    ['BIGINT', 21.5, 10, '215'],
    ['BIGINT', '21.5', 10, '215'],
    ['BIGINT', '9007199254740993', 10, '90071992547409930'],
    ['BIGINT', 2000, 0.001, '2'],
  ])('of a %s makes of %p times %p exactly %s', (type, value, scale, text) => {
    expect(decode(type, value, { scale })).toBe(text);
  });

  it.each<[string, MeasureType, unknown, number]>([
    ['bad-measure', 'BIGINT', 2153, 0.1],
    ['bad-measure', 'BIGINT', 'warm', 10],
    ['bad-measure', 'BIGINT', '1e9999999', 10],
    ['unsafe-integer', 'BIGINT', unsafe, 0.1],
    ['unsafe-integer', 'DOUBLE', unsafe, 0.1],
    ['out-of-range', 'BIGINT', '9223372036854775807', 10],
    ['not-finite', 'DOUBLE', 1e308, 10],
  ])('%s: a %s that is %p, times %p', (reason, type, value, scale) => {
    expect(decode(type, value, { scale })).toMatchObject({ reason });
  });

  it('comes before the limits', () => {
    const speed = { scale: 3.6, min: 0, max: 250 };
    expect(decode('DOUBLE', 69, speed)).toBe('248.4');
    expect(decode('DOUBLE', 70, speed)).toMatchObject({ reason: 'out-of-range', detail: 'm: 252 is above the maximum 250' });
  });
});

it('says of a number that is not whole that this is what is wrong with it', () => {
  expect(decode('BIGINT', 21.5)).toMatchObject({ reason: 'bad-measure', detail: expect.stringContaining('21.5 is not a whole number, as a BIGINT is') });
  expect(decode('BIGINT', 105, { scale: 0.1 })).toMatchObject({ reason: 'bad-measure', detail: expect.stringContaining('105 scaled by 0.1 is not a whole number') });
});

it('quotes no more of a number than of a text', () => {
  expect((decode('BIGINT', new UnsafeInteger('9'.repeat(400))) as { detail: string }).detail.length).toBeLessThan(200);
});
