/** The declared type is law: what each type takes, in which text form, and what it refuses for which reason. */
import fc from 'fast-check';
import { measureDecoder } from '../../../shared/readings/measure-decoder';
import { parseJson, UnsafeInteger } from '../../../shared/readings/parse-json';
import type { MeasureDefinition, MeasureType } from '../../../shared/tables/definition';
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
  expect(decode(type, value)).toEqual({ name: 'm', type, value: text });
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
  ['bad-measure', 'BIGINT', 'NaN'],
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
  expect(decode('VARCHAR', 'ü'.repeat(1024))).toMatchObject({ type: 'VARCHAR' });
});

it('keeps a number within its declared range, the ends included', () => {
  const range = { min: 0, max: 100 };
  expect(decode('BIGINT', 0, range)).toMatchObject({ value: '0' });
  expect(decode('BIGINT', '100', range)).toMatchObject({ value: '100' });
  expect(decode('BIGINT', 101, range)).toMatchObject({ reason: 'out-of-range', detail: 'm: 101 is above the maximum 100' });
  expect(decode('DOUBLE', -0.1, range)).toMatchObject({ reason: 'out-of-range', detail: 'm: -0.1 is below the minimum 0' });
  expect(decode('BIGINT', '9223372036854775807', range)).toMatchObject({ reason: 'out-of-range' });
});

it('writes every double so that it is read back as the same double', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const decoded = decode('DOUBLE', number);
      expect('value' in decoded && Number(decoded.value)).toBe(number + 0);
    }),
  );
});

it('writes every 64-bit integer given as text as it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (whole) => {
      expect(decode('BIGINT', whole.toString())).toMatchObject({ value: whole.toString() });
    }),
  );
});
