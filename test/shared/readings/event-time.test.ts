/** Events of one millisecond are told apart by their content, and the same event is the same record whenever it comes. */
import fc from 'fast-check';
import { eventTimeNs } from '../../../shared/readings/event-time';

const timeNs = 1_777_624_200_500_000_000n;

const anyEvent = fc.record({
  dimensions: fc.array(fc.record({ name: fc.constantFrom('vehicle', 'fleet'), value: fc.string() }), { maxLength: 2 }),
  measureName: fc.constantFrom('event', 'alarm'),
  measures: fc.array(fc.record({ name: fc.constantFrom('code', 'detail'), type: fc.constant('VARCHAR' as const), value: fc.string() }), { minLength: 1, maxLength: 2 }),
});

const event = (code: string) => ({ timeNs, dimensions: [{ name: 'vehicle', value: 't-7' }], measureName: 'event', measures: [{ name: 'code', type: 'VARCHAR' as const, value: code }] });

it('stays within the millisecond that was said, and is the same for the same event', () => {
  fc.assert(
    fc.property(anyEvent, (given) => {
      const first = eventTimeNs({ timeNs, ...given });
      expect(first / 1_000_000n).toBe(timeNs / 1_000_000n);
      // A replay is decoded anew: equal, and not the same object.
      expect(eventTimeNs({ timeNs, ...structuredClone(given) })).toBe(first);
    }),
  );
});

it('is another for an event that differs in anything', () => {
  const events = [
    event('door-open'),
    event('door-closed'),
    { ...event('door-open'), measureName: 'alarm' },
    { ...event('door-open'), dimensions: [{ name: 'vehicle', value: 't-8' }] },
    { ...event('door-open'), measures: [{ name: 'detail', type: 'VARCHAR' as const, value: 'door-open' }] },
  ];
  expect(new Set(events.map(eventTimeNs)).size).toBe(events.length);
});

it('is the same whatever the order of dimensions and measures in tables.json', () => {
  const dimensions = [{ name: 'vehicle', value: 't-7' }, { name: 'fleet', value: 'north' }];
  const measures = ['code', 'detail'].map((name) => ({ name, type: 'VARCHAR' as const, value: `${name} 1` }));
  const moved = { dimensions: dimensions.toReversed(), measures: measures.toReversed() };
  expect(eventTimeNs({ timeNs, measureName: 'event', ...moved })).toBe(eventTimeNs({ timeNs, measureName: 'event', dimensions, measures }));
});

it('shares digits among many events of one millisecond as seldom as chance has it', () => {
  // 500 of a million: 0.12 shared on average, so three of them would be a fault of the hash.
  const times = Array.from({ length: 500 }, (_, index) => eventTimeNs(event(`code-${index}`)));
  expect(new Set(times).size).toBeGreaterThanOrEqual(498);
});

it('leaves a time alone that is finer than a millisecond: the device tells its events apart', () => {
  expect(eventTimeNs({ ...event('door-open'), timeNs: timeNs + 1n })).toBe(timeNs + 1n);
});
