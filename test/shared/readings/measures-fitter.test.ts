/** A record has 2048 bytes at most: 8 of time, dimensions, measure name, and values without their names. */
import { measuresFitter } from '../../../shared/readings/measures-fitter';
import { defaultMeasurePolicy, type MeasurePolicy } from '../../../shared/tables/definition';
import { measure } from './definitions';

const measureName = 'event';
const dimensions = [{ name: 'name', value: 'x' }];
/** What is left for values: 2030 bytes. */
const room = 2048 - 8 - measureName.length - 'name'.length - 'x'.length;

function fit(values: readonly string[], ...policies: readonly MeasurePolicy['ifTooLong'][]) {
  const definitions = values.map((_, index) => measure(`m${index}`, 'VARCHAR', { policy: { ...defaultMeasurePolicy, ifTooLong: policies[index] ?? 'reject' } }));
  const counts = { skippedValues: 0 };
  const measures = values.map((value, index) => ({ name: `m${index}`, type: 'VARCHAR' as const, value }));
  const fitted = measuresFitter(measureName, definitions)(dimensions, measures, counts);
  return Array.isArray(fitted) ? { values: fitted.map(({ name, value }) => `${name}:${value.length}`), ...counts } : fitted;
}

it('takes a record to the last byte', () => {
  expect(fit(['x'.repeat(room)])).toEqual({ values: [`m0:${room}`], skippedValues: 0 });
  expect(fit(['x'.repeat(room + 1)])).toMatchObject({ reason: 'too-long', detail: 'the record has 2049 bytes, 2048 fit' });
});

it('counts bytes, not characters', () => {
  expect(fit(['ü'.repeat(room / 2)])).toMatchObject({ skippedValues: 0 });
  expect(fit(['ü'.repeat(room / 2 + 1)])).toMatchObject({ reason: 'too-long' });
});

it('counts 8 bytes for a number and 1 for a boolean', () => {
  const definitions = [measure('text', 'VARCHAR'), measure('n', 'BIGINT'), measure('b', 'BOOLEAN')];
  const record = (length: number) => [
    { name: 'text', type: 'VARCHAR' as const, value: 'x'.repeat(length) },
    { name: 'n', type: 'BIGINT' as const, value: '1' },
    { name: 'b', type: 'BOOLEAN' as const, value: 'false' },
  ];
  const fitThem = (length: number) => measuresFitter(measureName, definitions)(dimensions, record(length), { skippedValues: 0 });
  expect(fitThem(room - 9)).toHaveLength(3);
  expect(fitThem(room - 8)).toMatchObject({ reason: 'too-long' });
});

it('cuts the text that may be cut', () => {
  expect(fit(['x'.repeat(1500), 'y'.repeat(1500)], 'reject', 'truncate')).toEqual({ values: ['m0:1500', `m1:${room - 1500}`], skippedValues: 0 });
});

it('cuts the last declared text first, and others only as far as that is not enough', () => {
  expect(fit(['x'.repeat(2048), 'y'.repeat(100)], 'truncate', 'truncate')).toEqual({ values: [`m0:${room}`], skippedValues: 1 });
});

it('leaves a text out that may be left out, and counts it', () => {
  expect(fit(['x'.repeat(1500), 'y'.repeat(1500)], 'reject', 'skip')).toEqual({ values: ['m0:1500'], skippedValues: 1 });
});

it('refuses a record that stays too long', () => {
  expect(fit(['x'.repeat(1500), 'y'.repeat(1500), 'z'], 'reject', 'reject', 'skip')).toMatchObject({ reason: 'too-long' });
});
