/** What becomes of a batch after an invocation, setting by setting. */
import { type Attempt, firstAttempt, type Outcome, planAfter } from '../../../../local/kinesis/mapping/retry-plan';
import { MemoryStream } from './memory-stream';

const stream = new MemoryStream(() => 1_700_000_000_000);
const batch = firstAttempt(['1', '2', '3', '4', '5'].map((data) => stream.put('key', data)));
const alone = { ...batch, records: batch.records.slice(0, 1) };
const failedAt = (firstFailed: number): Outcome => ({ kind: 'failed', firstFailed, by: 'item-failures' });
const broken: Outcome = { kind: 'failed', firstFailed: 0, by: 'error' };
const dataOf = ({ records }: Attempt): string => records.map(({ data }) => data.toString()).join('');

/** Each attempt as its data, retries and failures in a row. */
function planned(attempt: Attempt, outcome: Outcome, settings: { readonly bisectOnFunctionError: boolean; readonly maximumRetryAttempts?: number }) {
  const { next, exhausted } = planAfter(attempt, outcome, settings);
  return { next: next.map((one) => [dataOf(one), one.retries, one.failures]), exhausted: exhausted && dataOf(exhausted) };
}

it.each<[what: string, attempt: Attempt, outcome: Outcome, bisect: boolean, next: (string | number)[][]]>([
  ['a handled batch is settled', batch, { kind: 'handled' }, true, []],
  ['a failed one is tried again whole', batch, broken, false, [['12345', 1, 1]]],
  ['a failed one is halved', batch, broken, true, [['123', 0, 0], ['45', 0, 0]]],
  ['a single record is not halved', alone, broken, true, [['1', 1, 1]]],
  ['the rest from the failed record on is tried again', batch, failedAt(3), false, [['45', 1, 1]]],
  ['the rest from the failed record on is split off', batch, failedAt(3), true, [['45', 0, 1]]],
  ['a failure of the first record halves what is left', batch, failedAt(0), true, [['123', 0, 0], ['45', 0, 0]]],
  ['a throttled batch waits', batch, { kind: 'not-invoked' }, true, [['12345', 0, 1]]],
  ['a batch too large for an event is halved in any case', batch, { kind: 'too-large' }, false, [['123', 0, 0], ['45', 0, 0]]],
])('%s', (_, attempt, outcome, bisectOnFunctionError, next) => {
  expect(planned(attempt, outcome, { bisectOnFunctionError })).toEqual({ next, exhausted: undefined });
});

it('gives up with the last retry, and what was handled before stays handled', () => {
  const settings = { bisectOnFunctionError: false, maximumRetryAttempts: 1 };
  expect(planned(batch, failedAt(2), settings)).toEqual({ next: [['345', 1, 1]], exhausted: undefined });
  expect(planned({ ...batch, retries: 1 }, failedAt(2), settings)).toEqual({ next: [], exhausted: '345' });
  expect(planned({ ...alone, retries: 1 }, broken, { ...settings, bisectOnFunctionError: true })).toEqual({ next: [], exhausted: '1' });
});

it('gives up a record that no event can hold without trying again', () => {
  expect(planned(alone, { kind: 'too-large' }, { bisectOnFunctionError: true })).toEqual({ next: [], exhausted: '1' });
});

it('counts invocations, but not those that never reached the function', () => {
  const [failed] = planAfter(alone, broken, { bisectOnFunctionError: false }).next;
  const [throttled] = planAfter(failed!, { kind: 'not-invoked' }, { bisectOnFunctionError: false }).next;
  expect(throttled).toMatchObject({ invocations: 1, retries: 1, failures: 2, last: 'error' });
});
