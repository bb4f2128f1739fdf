/** Whatever fails, every record is handled or stands in a failure record, once, and the records of a key in their order. */
import fc from 'fast-check';
import { LambdaError } from '../../../../local/lambda/lambda-function';
import { dataOf, functionError, handled, itemFailures, MappingUnderTest, type StreamEvent } from './mapping-under-test';

const runs = process.env.TIDEGAUGE_TEST_LONG === '1' ? 1000 : 150;

/** The long run is for a busy machine too. */
jest.setTimeout(600_000);

const world = fc.record({
  // A key each; the record says its place.
  keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 40 }),
  poison: fc.uniqueArray(fc.nat(39), { maxLength: 4 }),
  /** What the invocations meet, one after the other; nothing once they are used up. */
  weather: fc.array(fc.constantFrom('fine', 'throttled', 'broken', 'first item fails', 'last item fails', 'malformed'), { maxLength: 30 }),
  refusals: fc.nat(3),
  settings: fc.record({
    batchSize: fc.integer({ min: 1, max: 12 }),
    parallelizationFactor: fc.integer({ min: 1, max: 4 }),
    bisectOnFunctionError: fc.boolean(),
    reportsItemFailures: fc.boolean(),
    batchingWindowMs: fc.constantFrom(0, 500),
    maximumRetryAttempts: fc.integer({ min: 0, max: 3 }),
    maximumRecordAgeMs: fc.constantFrom(60_000, 3_600_000),
  }),
  /** After so many invocations the mapping stops and starts again; never with 0. */
  restartAfter: fc.nat(10),
});

it('holds for every mapping and every weather', async () => {
  await fc.assert(fc.asyncProperty(world, async ({ keys, poison, weather, refusals, settings, restartAfter }) => {
    const mapping = new MappingUnderTest();
    try {
      const settled: number[] = [];
      const isPoison = (event: StreamEvent): string[] => dataOf(event).filter((data) => poison.includes(Number(data)));
      let refused = 0;
      mapping.putFailure = async () => { if (refused++ < refusals) throw new Error('no bucket'); };
      mapping.answer = (event) => {
        const data = dataOf(event);
        const accept = (upTo: number): void => { settled.push(...data.slice(0, upTo).map(Number)); };
        const answerFrom = (failed: string | undefined) => {
          if (settings.reportsItemFailures) accept(failed === undefined ? data.length : data.indexOf(failed));
          else if (failed === undefined) accept(data.length);
          if (failed === undefined) return handled;
          return settings.reportsItemFailures ? itemFailures(event, failed) : functionError;
        };
        switch (weather[mapping.batches.length - 1] ?? 'fine') {
          case 'throttled': throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.');
          case 'broken': return functionError;
          case 'malformed': return settings.reportsItemFailures ? { payload: { batchItemFailures: [{ itemIdentifier: '' }] } } : functionError;
          case 'first item fails': return answerFrom(data[0]);
          case 'last item fails': return answerFrom(isPoison(event)[0] ?? data.at(-1));
          default: return answerFrom(isPoison(event)[0]);
        }
      };
      await mapping.start(settings);
      for (const [at, key] of keys.entries()) mapping.stream.put(key, String(at));
      if (restartAfter > 0) {
        await mapping.clock.until(() => mapping.batches.length >= restartAfter || settledBy(mapping, settled).size === keys.length, true);
        await mapping.stop();
        await mapping.start(settings);
      }
      await mapping.clock.until(() => settledBy(mapping, settled).size === keys.length, true);
      await mapping.stop();

      const givenUp = mapping.givenUp.map(Number);
      if (restartAfter === 0) {
        expect([...settled, ...givenUp].sort((a, b) => a - b)).toEqual([...keys.keys()]);
        for (const key of new Set(keys)) {
          const ofKey = (places: readonly number[]): number[] => places.filter((at) => keys[at] === key);
          expect(ofKey(settled)).toEqual(ofKey(settled).toSorted((a, b) => a - b));
          expect(ofKey(givenUp)).toEqual(ofKey(givenUp).toSorted((a, b) => a - b));
        }
      }
      // A poison record is never handled.
      expect(settled.filter((at) => poison.includes(at))).toEqual([]);
    } finally {
      await mapping.remove();
    }
  }), { numRuns: runs });
});

function settledBy(mapping: MappingUnderTest, settled: readonly number[]): ReadonlySet<number> {
  return new Set([...settled, ...mapping.givenUp.map(Number)]);
}
