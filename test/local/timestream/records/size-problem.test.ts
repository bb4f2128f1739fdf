import { sizeProblem } from '../../../../local/timestream/records/size-problem';
import { recordOf } from '../record-of';

const cells = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `a${index}`, type: 'boolean' as const, value: true }));

describe('the size of a record', () => {
  it.each([
    ['a dimension name of 60 bytes', recordOf({ dimensions: { ['ü'.repeat(30)]: 'x' } })],
    ['a measure name of 256 bytes', recordOf({ measureName: 'm'.repeat(256) })],
    ['256 measure values', recordOf({ cells: cells(256) })],
    ['exactly 2 KB', recordOf({ dimensions: { d: 'x'.repeat(2048 - 8 - 1 - 1 - 8) }, measureName: 'm' })],
  ])('may be %s', (_what, record) => {
    expect(sizeProblem(record)).toBeUndefined();
  });

  it.each([
    ['a dimension name of 61 bytes', recordOf({ dimensions: { [`${'ü'.repeat(30)}x`]: 'x' } }), 'is longer than 60 bytes'],
    ['a measure name of 257 bytes', recordOf({ measureName: `${'ü'.repeat(128)}x` }), 'is longer than 256 bytes'],
    ['an attribute name of 257 bytes', recordOf({ cells: [{ name: 'm'.repeat(257), type: 'double', value: 1 }] }), 'is longer than 256 bytes'],
    ['257 measure values', recordOf({ cells: cells(257) }), 'The record has 257 measure values, more than 256.'],
    ['dimensions above 2 KB', recordOf({ dimensions: { d: 'x'.repeat(2048) } }), 'The names and values of the dimensions have 2049 bytes, more than 2048.'],
    ['values above 2 KB', recordOf({ cells: [{ name: 'a', type: 'varchar', value: 'ü'.repeat(1025) }] }), 'The measure values have 2050 bytes, more than 2048.'],
    ['a record above 2 KB', recordOf({ dimensions: { d: 'x'.repeat(2048 - 8 - 1 - 1 - 8 + 1) }, measureName: 'm' }), 'The record has 2049 bytes, more than 2048.'],
  ])('may not be %s', (_what, record, reason) => {
    expect(sizeProblem(record)).toContain(reason);
  });
});
