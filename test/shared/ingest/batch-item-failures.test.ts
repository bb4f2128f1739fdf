/** Partial batch responses: the lowest failed sequence number, and nothing when everything is settled. */
import { batchItemFailures } from '../../../shared/ingest/batch-item-failures';
import { resultOf } from './outcomes';

const numbers = ['495', '496', '497'];

it('names the lowest failed sequence number alone', () => {
  expect(batchItemFailures(resultOf('w', 'wr', 'r'), numbers)).toEqual({ batchItemFailures: [{ itemIdentifier: '496' }] });
});

it('names nothing when every reading is settled, dead letters among them', () => {
  expect(batchItemFailures(resultOf('w', 'js', 'c'), numbers)).toEqual({ batchItemFailures: [] });
  expect(batchItemFailures(resultOf(), [])).toEqual({ batchItemFailures: [] });
});

it('throws rather than answer with an empty identifier', () => {
  expect(() => batchItemFailures(resultOf('r'), [])).toThrow(RangeError);
});
