import { interruptWhen } from '../../../../local/timestream/query/interrupt-when';

function connection() {
  let calls = 0;
  let second: () => void = () => undefined;
  const twice = new Promise<void>((resolve) => { second = resolve; });
  return {
    twice,
    calls: () => calls,
    interrupt: () => {
      calls += 1;
      if (calls === 2) second();
    },
  };
}

test('it interrupts again until it is ended', async () => {
  const target = connection();
  const stop = new AbortController();
  const interruption = interruptWhen(stop.signal, target);
  expect(target.calls()).toBe(0);
  stop.abort();
  await target.twice;
  interruption.end();
});

test('a signal that came before counts, and one that comes after the end does not', async () => {
  const early = connection();
  const interruption = interruptWhen(AbortSignal.abort(), early);
  expect(early.calls()).toBe(1);
  interruption.end();
  const late = connection();
  const stop = new AbortController();
  interruptWhen(stop.signal, late).end();
  stop.abort();
  expect(late.calls()).toBe(0);
});
