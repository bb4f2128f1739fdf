import { Gate } from '../../../../local/timestream/store/gate';

/** Work that ends when it is told to, and notes when it begins and ends. */
function work(name: string, events: string[]): { run: () => Promise<void>; end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  return {
    run: async () => {
      events.push(`${name} begins`);
      await ended;
      events.push(`${name} ends`);
    },
    end,
  };
}

const turns = () => new Promise((resolve) => { setImmediate(resolve); });

it('lets work through side by side, and a change only alone', async () => {
  const gate = new Gate();
  const events: string[] = [];
  const [one, two, change, late] = ['one', 'two', 'change', 'late'].map((name) => work(name, events));
  const passing = [gate.pass(one!.run), gate.pass(two!.run)];
  const changing = gate.change(change!.run);
  passing.push(gate.pass(late!.run));
  await turns();
  expect(events).toEqual(['one begins', 'two begins']);
  one!.end();
  two!.end();
  await turns();
  expect(events.slice(2)).toEqual(['one ends', 'two ends', 'change begins']);
  change!.end();
  late!.end();
  await Promise.all([...passing, changing]);
  expect(events.slice(5)).toEqual(['change ends', 'late begins', 'late ends']);
});

it('opens again after work and changes that fail', async () => {
  const gate = new Gate();
  const fail = () => Promise.reject(new Error('no'));
  await expect(gate.pass(fail)).rejects.toThrow('no');
  await expect(gate.change(fail)).rejects.toThrow('no');
  expect(await gate.pass(() => Promise.resolve(1))).toBe(1);
  expect(await gate.change(() => Promise.resolve(2))).toBe(2);
});
