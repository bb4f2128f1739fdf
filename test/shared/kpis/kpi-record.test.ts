import { InvocationCounts } from '../../../shared/kpis/invocation-kpis';
import { kpiRecord } from '../../../shared/kpis/kpi-record';
import { frozenMs, invocationFacts } from './kpi-records';

const measuresOf = (facts = invocationFacts()) => Object.fromEntries(kpiRecord(facts).measures.map(({ name, value }) => [name, value]));

test('a quiet invocation leaves duration, cold start, invocation and request id', () => {
  expect(measuresOf(invocationFacts({ durationMs: 12.5, coldStart: true, requestId: 'r-1' }))).toEqual({
    duration_ms: '12.5',
    cold_start: '1',
    invocations: '1',
    errors: '0',
    request_id: 'r-1',
  });
});

test('counts add up, and one that was counted as 0 is there as 0', () => {
  const counts = new InvocationCounts();
  counts.add('written', 3);
  counts.add('written');
  counts.add('dead_lettered_not_json', 0);
  expect(measuresOf(invocationFacts({ counts }))).toMatchObject({ written: '4', dead_lettered_not_json: '0' });
});

test('an error is counted, a refused caller only named', () => {
  const failed = new InvocationCounts();
  failed.failed('TypeError');
  expect(measuresOf(invocationFacts({ counts: failed }))).toMatchObject({ errors: '1', error_type: 'TypeError' });
  const refused = new InvocationCounts();
  refused.refused('invalid-request');
  expect(measuresOf(invocationFacts({ counts: refused }))).toMatchObject({ errors: '0', error_type: 'invalid-request' });
});

test('the time is the start, to the millisecond; the digits below come from the request id and the attempt', () => {
  const facts = invocationFacts({ requestId: 'r-1' });
  const { timeNs } = kpiRecord(facts);
  expect(timeNs / 1_000_000n).toBe(BigInt(frozenMs));
  expect(kpiRecord(facts).timeNs).toBe(timeNs);
  expect(kpiRecord(facts, 1).timeNs).not.toBe(timeNs);
  expect(kpiRecord(facts, 1).timeNs / 1_000_000n).toBe(BigInt(frozenMs));
});

test('an invocation that Lambda retries keeps its request id and is another record', () => {
  const [first, retry] = [frozenMs, frozenMs + 60_000].map((startMs) => kpiRecord(invocationFacts({ requestId: 'r-1', startMs })));
  expect(first?.timeNs).not.toBe(retry?.timeNs);
});
