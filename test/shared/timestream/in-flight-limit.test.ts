/** Bounded and adaptive concurrency, on requests that the test answers by hand. */
import fc from 'fast-check';
import { InFlightLimit, type InFlightBounds } from '../../../shared/timestream/in-flight-limit';

type Answer = 'well' | 'congested' | 'thrown';

/** A service that answers when it is told to, in the order of the requests. */
function startService(bounds: InFlightBounds) {
  const limit = new InFlightLimit(bounds);
  const open: ((answer: Answer) => void)[] = [];
  let most = 0;
  const request = () => new Promise<Answer>((resolve, reject) => {
    open.push((answer) => { if (answer === 'thrown') reject(new Error(answer)); else resolve(answer); });
    most = Math.max(most, open.length);
  });
  return {
    limit,
    open,
    mostOpen: () => most,
    send: (count: number) => Promise.allSettled(Array.from({ length: count }, () => limit.run(request, (result) => result !== 'well'))),
    async answer(count: number, answer: Answer) {
      await settled();
      for (const reply of open.splice(0, count)) reply(answer);
      await settled();
    },
  };
}

/** All promises that can go on have done so. */
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

it('opens no more than it starts with, and the next as one is answered', async () => {
  const service = startService({ start: 3, least: 1, most: 3 });
  const all = service.send(5);
  await settled();
  expect(service.open).toHaveLength(3);
  await service.answer(1, 'well');
  expect(service.open).toHaveLength(3);
  await service.answer(3, 'well');
  await service.answer(1, 'well');
  expect(await all).toHaveLength(5);
  expect(service.mostOpen()).toBe(3);
});

it('opens one more for every answer until the service shows that it is enough, and never more than allowed', async () => {
  const service = startService({ start: 2, least: 1, most: 6 });
  void service.send(40);
  await service.answer(2, 'well');
  expect(service.open).toHaveLength(4);
  await service.answer(4, 'well');
  await service.answer(6, 'well');
  expect(service.open).toHaveLength(6);
});

it('halves once for all that were open together, answers or errors, and not below the least', async () => {
  const service = startService({ start: 8, least: 3, most: 8 });
  void service.send(40);
  await service.answer(4, 'congested');
  expect(service.limit.places).toBe(4);
  await service.answer(3, 'thrown');
  await service.answer(1, 'well');
  expect(service.limit.places).toBe(4);
  await service.answer(1, 'thrown');
  expect(service.limit.places).toBe(3);
  await settled();
  expect(service.open.length).toBeLessThanOrEqual(4);
});

it('grows by one place for as many answers as there are places once it has been halved', async () => {
  const service = startService({ start: 8, least: 1, most: 8 });
  void service.send(60);
  await service.answer(1, 'congested');
  await service.answer(7, 'well');
  expect(service.limit.places).toBe(4);
  await service.answer(4, 'well');
  await service.answer(1, 'well');
  expect(service.limit.places).toBe(5);
});

it('does not grow while places are free', async () => {
  const service = startService({ start: 4, least: 1, most: 8 });
  const all = service.send(3);
  await service.answer(3, 'well');
  await all;
  expect(service.limit.places).toBe(4);
});

it('runs every request once, in order, within its bounds, and hands on what became of each, whatever the service answers', async () => {
  const bounds = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(4), fc.nat(4)).map(([least, start, most]) => ({ least, start: least + start, most: least + start + most }));
  const answers = fc.array(fc.constantFrom<Answer>('well', 'well', 'congested', 'thrown'), { maxLength: 40 });
  await fc.assert(fc.asyncProperty(bounds, answers, async (within, given) => {
    const service = startService(within);
    const all = service.send(given.length);
    for (const answer of given) {
      await service.answer(1, answer);
      expect(service.limit.places).toBeGreaterThanOrEqual(within.least);
    }
    expect((await all).map((result) => (result.status === 'fulfilled' ? result.value : 'thrown'))).toEqual(given);
    expect(service.mostOpen()).toBeLessThanOrEqual(within.most);
  }));
});
