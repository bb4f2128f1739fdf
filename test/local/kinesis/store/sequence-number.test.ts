/** Sequence numbers: their form, their order, and back. */
import fc from 'fast-check';
import { parseSequenceNumber, printSequenceNumber } from '../../../../local/kinesis/store/sequence-number';

const parts = fc.record({
  createdSeconds: fc.nat(2 ** 31 - 1),
  shard: fc.nat(9999),
  counter: fc.nat(Number.MAX_SAFE_INTEGER),
  arrivalMs: fc.nat(2 ** 47),
});

it('have 56 digits and say what they were made of', () => {
  fc.assert(fc.property(parts, (number) => {
    const text = printSequenceNumber(number);
    expect(text).toMatch(/^4\d{55}$/);
    expect(parseSequenceNumber(text)).toEqual(number);
  }));
});

it('grow with the counter, whatever the clock does', () => {
  fc.assert(fc.property(parts, fc.nat(2 ** 47), (number, arrivalMs) => {
    fc.pre(number.counter < Number.MAX_SAFE_INTEGER);
    expect(printSequenceNumber({ ...number, counter: number.counter + 1, arrivalMs }) > printSequenceNumber(number)).toBe(true);
  }));
});

it.each(['', '1', '49657348291055617388217653909542112384650271847263100930x', '9'.repeat(56), '49657348291055617388217653909542112384650271847263100931'])('%j is none', (text) => {
  expect(parseSequenceNumber(text)).toBeUndefined();
});
