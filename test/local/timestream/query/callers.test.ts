/** When a query is given up because nobody waits for it. */
import { Callers } from '../../../../local/timestream/query/callers';

function waiting() {
  let answer = (_page: string) => {};
  const page = new Promise<string>((resolve) => { answer = resolve; });
  const abandon = jest.fn(() => answer('stopped'));
  return { callers: new Callers(page, abandon), abandon, answer: (text: string) => answer(text) };
}

test('the query is given up when the last of its callers goes, not before', async () => {
  const { callers, abandon } = waiting();
  const [one, other] = [new AbortController(), new AbortController()];
  const answers = Promise.all([callers.wait(one.signal), callers.wait(other.signal)]);
  one.abort();
  expect(abandon).not.toHaveBeenCalled();
  other.abort();
  expect(abandon).toHaveBeenCalledTimes(1);
  await answers;
});

test('a caller that was gone before it began to wait counts as gone', async () => {
  const { callers, abandon } = waiting();
  await callers.wait(AbortSignal.abort());
  expect(abandon).toHaveBeenCalledTimes(1);
});

test('once the page is there nobody gives the query up, however late they come or go', async () => {
  const { callers, abandon, answer } = waiting();
  answer('page');
  const gone = new AbortController();
  expect(await callers.wait(gone.signal)).toBe('page');
  gone.abort();
  expect(await callers.wait(AbortSignal.abort())).toBe('page');
  expect(abandon).not.toHaveBeenCalled();
});

test('a caller that cannot go keeps the query', async () => {
  const { callers, abandon, answer } = waiting();
  const gone = new AbortController();
  const answers = Promise.all([callers.wait(), callers.wait(gone.signal)]);
  gone.abort();
  expect(abandon).not.toHaveBeenCalled();
  answer('page');
  expect(await answers).toEqual(['page', 'page']);
});
