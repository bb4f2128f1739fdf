import { atMost } from '../../../../local/timestream/query/at-most';

const never = () => new AbortController().signal;

/** Work that ends when it is told to. */
function work(name: string, log: string[]) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  return {
    end,
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

test('so many run at once, and the rest in the order they came', async () => {
  const inTurn = atMost(2, 10);
  const log: string[] = [];
  const all = ['a', 'b', 'c', 'd'].map((name) => work(name, log));
  const results = all.map(({ run }) => inTurn(never(), run));
  await Promise.resolve();
  expect(log).toEqual(['a', 'b']);
  all[1]?.end();
  await results[1];
  all[2]?.end();
  await results[2];
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  all[0]?.end();
  all[3]?.end();
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
});

test('work that fails gives its turn away', async () => {
  const inTurn = atMost(1, 10);
  await expect(inTurn(never(), () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await inTurn(never(), () => Promise.resolve('next'))).toBe('next');
});

test('who gives up waiting leaves the queue with the reason', async () => {
  const inTurn = atMost(1, 1);
  const log: string[] = [];
  const first = work('first', log);
  const running = inTurn(never(), first.run);
  const stop = new AbortController();
  const waiting = inTurn(stop.signal, work('second', log).run);
  stop.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  const third = inTurn(never(), () => Promise.resolve('third'));
  first.end();
  expect(await Promise.all([running, third])).toEqual(['first', 'third']);
  expect(log).toEqual(['first']);
});

test('beyond those that may wait work is throttled', async () => {
  const inTurn = atMost(1, 1);
  const first = work('first', []);
  const running = [inTurn(never(), first.run), inTurn(never(), () => Promise.resolve('second'))];
  await expect(inTurn(never(), () => Promise.resolve('third'))).rejects.toMatchObject({ code: 'ThrottlingException' });
  first.end();
  await Promise.all(running);
});
