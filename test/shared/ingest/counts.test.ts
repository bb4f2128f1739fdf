/** The counts of an invocation: every reading in exactly one of them. */
import fc from 'fast-check';
import { ingestCounts } from '../../../shared/ingest/counts';
import { resultOf } from './outcomes';

const counts = (...messages: string[]) => Object.fromEntries(ingestCounts(resultOf(...messages), (reason) => `reason ${reason}`));

it('counts each outcome, and dead letters by reason too', () => {
  expect(counts('wws', 'jc', 'j')).toEqual({
    written: 2, superseded: 1, retried: 0, dead_lettered: 3, 'reason not-json': 2, 'reason conflict': 1, metered_kib: 2, ignored_fields: 3, skipped_values: 0,
  });
});

it('counts as retried whatever comes again: all from the message of the first retryable reading on', () => {
  expect(counts('wj', 'wrj', 'ws')).toMatchObject({ written: 1, superseded: 0, dead_lettered: 1, retried: 5 });
});

it('counts everything as retried when the first message must come again', () => {
  expect(counts('jwr')).toMatchObject({ written: 0, dead_lettered: 0, retried: 3 });
});

it('adds up to the readings, whatever became of them', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('w', 's', 'r', 'j', 'c'), minLength: 1 })), (messages) => {
      const { written = 0, superseded = 0, retried = 0, dead_lettered = 0, ...others } = counts(...messages);
      expect(written + superseded + retried + dead_lettered).toBe(messages.join('').length);
      expect((others['reason not-json'] ?? 0) + (others['reason conflict'] ?? 0)).toBe(dead_lettered);
    }),
  );
});
