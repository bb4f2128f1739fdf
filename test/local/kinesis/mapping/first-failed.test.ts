/** What a function's answer says of its batch, by the documented conditions. */
import { firstFailed } from '../../../../local/kinesis/mapping/first-failed';
import { MemoryStream } from './memory-stream';

const stream = new MemoryStream(() => 1_700_000_000_000);
const records = ['1', '2', '3'].map((data) => stream.put('key', data));
const numbers = records.map(({ sequenceNumber }) => sequenceNumber);
const failures = (...itemIdentifiers: unknown[]) => ({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

it.each<[what: string, payload: unknown]>([
  ['null', null],
  ['nothing', undefined],
  ['an empty answer', {}],
  ['an empty list', failures()],
  ['a null list', { batchItemFailures: null }],
])('%s is a success', (_, payload) => {
  expect(firstFailed(payload, records)).toBeUndefined();
});

it.each<[what: string, payload: unknown]>([
  ['an empty identifier', failures('')],
  ['a null identifier', failures(null)],
  ['another key', { batchItemFailures: [{ id: numbers[2] }] }],
  ['a number of another batch', failures('49657348291055617388217653909542112384650271847263100930')],
  ['a good number beside a bad one', failures(numbers[2], '')],
  ['a list of texts', { batchItemFailures: [numbers[2]] }],
  ['no list', { batchItemFailures: numbers[2] }],
  ['text', 'done'],
  ['a list', []],
])('%s is the failure of the whole batch', (_, payload) => {
  expect(firstFailed(payload, records)).toBe(0);
});

it('of several numbers the lowest counts', () => {
  expect(firstFailed(failures(numbers[2], numbers[1]), records)).toBe(1);
  expect(firstFailed(failures(numbers[0]), records)).toBe(0);
  expect(firstFailed(failures(numbers[2], numbers[1], numbers[2]), records)).toBe(1);
});
