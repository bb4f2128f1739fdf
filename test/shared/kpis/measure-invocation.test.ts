import { measureInvocation, type MeasuredInvocation } from '../../../shared/kpis/measure-invocation';
import { frozenMs, kpiTableInMemory, type KpiTableInMemory } from './kpi-records';

function invocation(facts: Partial<MeasuredInvocation> = {}): MeasuredInvocation {
  return {
    functionName: 'get-series',
    stage: 'test',
    requestId: 'r-1',
    coldStart: true,
    now: () => frozenMs,
    remainingMs: () => 10_000,
    ...facts,
  };
}

/** Answers at the start of an invocation and throws at its end. */
function clockThatStops(): () => number {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls % 2 === 0) throw new Error('no clock');
    return frozenMs;
  };
}

const measuresOf = (table: KpiTableInMemory) =>
  [...table.records.values()].map(({ measures }) => Object.fromEntries(measures.map(({ name, value }) => [name, value])));

test('the result is handed on and one record written, with the duration by the given clock', async () => {
  const table = kpiTableInMemory();
  const clock = [frozenMs, frozenMs + 25];
  const result = await measureInvocation(invocation({ now: () => clock.shift() ?? 0 }), table, async (counts) => {
    counts.add('written', 2);
    return 'result';
  });
  expect(result).toBe('result');
  expect(measuresOf(table)).toEqual([expect.objectContaining({ duration_ms: '25', cold_start: '1', written: '2', errors: '0' })]);
});

test('an error is thrown on as it is, and recorded with its type', async () => {
  const table = kpiTableInMemory();
  const error = new RangeError('broken');
  await expect(measureInvocation(invocation(), table, async () => { throw error; })).rejects.toBe(error);
  expect(measuresOf(table)).toEqual([expect.objectContaining({ errors: '1', error_type: 'RangeError' })]);
});

test('even what is no Error has a type', async () => {
  const table = kpiTableInMemory();
  await expect(measureInvocation(invocation(), table, async () => { throw 'text'; })).rejects.toBe('text');
  expect(measuresOf(table)).toEqual([expect.objectContaining({ errors: '1', error_type: 'Error' })]);
});

test('a failing write changes neither result nor error', async () => {
  const failures: unknown[] = [];
  const sink = { write: async () => { throw new Error('no network'); }, onFailure: (error: unknown) => failures.push(error) };
  await expect(measureInvocation(invocation(), sink, async () => 'result')).resolves.toBe('result');
  await expect(measureInvocation(invocation(), sink, async () => { throw new RangeError('broken'); })).rejects.toThrow('broken');
  expect(failures).toHaveLength(2);
});

test.each<[string, Partial<MeasuredInvocation>]>([
  ['reporting', { remainingMs: () => 0 }],
  ['asking what time is left', { remainingMs: () => { throw new Error('no context'); } }],
  ['reading the clock at the end', { now: clockThatStops() }],
])('a failure in %s changes neither result nor error', async (_what, facts) => {
  const sink = { write: async () => ({ kind: 'written' as const }), onFailure: () => { throw new Error('no log'); } };
  await expect(measureInvocation(invocation(facts), sink, async () => 'result')).resolves.toBe('result');
  await expect(measureInvocation(invocation(facts), sink, async () => { throw new RangeError('broken'); })).rejects.toThrow('broken');
});

test('a clock that is set back does not make a negative duration', async () => {
  const table = kpiTableInMemory();
  const clock = [frozenMs, frozenMs - 1_000];
  await measureInvocation(invocation({ now: () => clock.shift() ?? 0 }), table, async () => undefined);
  expect(measuresOf(table)).toEqual([expect.objectContaining({ duration_ms: '0' })]);
});
