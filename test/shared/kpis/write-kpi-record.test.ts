import { answerReserveMs, kpiBudgetMs, writeKpiRecord, type KpiSink } from '../../../shared/kpis/write-kpi-record';
import { invocationFacts, kpiTableInMemory, requestIdsThatCollide } from './kpi-records';

const enoughMs = 10_000;

test('fifty invocations at one frozen clock are fifty records', async () => {
  const table = kpiTableInMemory();
  await Promise.all(Array.from({ length: 50 }, () => writeKpiRecord(invocationFacts(), table, enoughMs)));
  expect(table.records.size).toBe(50);
  expect(table.failures).toEqual([]);
});

test('two invocations that share a nanosecond are two records all the same', async () => {
  const table = kpiTableInMemory();
  for (const requestId of requestIdsThatCollide()) await writeKpiRecord(invocationFacts({ requestId }), table, enoughMs);
  expect(table.records.size).toBe(2);
  expect(table.failures).toEqual([]);
});

test('a record that is written twice, as after a lost answer, stays one', async () => {
  const table = kpiTableInMemory();
  const facts = invocationFacts();
  await writeKpiRecord(facts, table, enoughMs);
  await writeKpiRecord(facts, table, enoughMs);
  expect(table.records.size).toBe(1);
});

test.each<[string, KpiSink['write'], RegExp]>([
  ['throttling', async () => ({ kind: 'retryable', error: new Error('slow down') }), /slow down/],
  ['a rejection', async () => ({ kind: 'rejected', detail: 'outside retention' }), /outside retention/],
  ['a conflict that never ends', async () => ({ kind: 'conflict', detail: '' }), /5 conflicts/],
  ['an exception', async () => { throw new Error('no network'); }, /no network/],
  ['an exception before any promise', () => { throw new Error('no client'); }, /no client/],
])('%s is reported and goes no further', async (_name, write, message) => {
  const failures: Error[] = [];
  await writeKpiRecord(invocationFacts(), { write, onFailure: (error) => failures.push(error as Error) }, enoughMs);
  expect(failures).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
});

describe('when the write hangs', () => {
  beforeEach(() => { jest.useFakeTimers(); });
  afterEach(() => { jest.useRealTimers(); });

  function hangingSink() {
    const seen: { signal?: AbortSignal; failures: unknown[] } = { failures: [] };
    const sink: KpiSink = {
      write: (_record, signal) => {
        seen.signal = signal;
        return new Promise(() => {});
      },
      onFailure: (error) => seen.failures.push(error),
    };
    return { sink, seen };
  }

  test('it is given up, and aborted, after the budget', async () => {
    const { sink, seen } = hangingSink();
    const written = writeKpiRecord(invocationFacts(), sink, enoughMs);
    await jest.advanceTimersByTimeAsync(kpiBudgetMs - 1);
    expect(seen.failures).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await written;
    expect(seen.failures).toHaveLength(1);
    expect(seen.signal?.aborted).toBe(true);
  });

  test('near the time-out the budget is what is left, less the reserve for the answer', async () => {
    const { sink, seen } = hangingSink();
    const written = writeKpiRecord(invocationFacts(), sink, answerReserveMs + 10);
    await jest.advanceTimersByTimeAsync(10);
    await written;
    expect(seen.failures).toHaveLength(1);
  });

  test('with nothing left, nothing is sent', async () => {
    const { sink, seen } = hangingSink();
    await writeKpiRecord(invocationFacts(), sink, answerReserveMs);
    expect(seen.signal).toBeUndefined();
    expect(seen.failures).toHaveLength(1);
  });
});
