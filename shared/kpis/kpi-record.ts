/** One invocation as one Timestream record; measure-invocation writes it. */
import { createHash } from 'node:crypto';
import { kpiTable } from '../tables/kpi-table';
import type { TimestreamRecord } from '../timestream/record';
import type { InvocationCounts } from './invocation-kpis';

export interface InvocationFacts {
  /** The function's key, such as `ingest-iot`. */
  readonly functionName: string;
  readonly stage: string;
  readonly requestId: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly coldStart: boolean;
  readonly counts: InvocationCounts;
}

const nsPerMs = 1_000_000n;

/**
 * The record of an invocation.
 *
 * Its time is the start of the invocation, in nanoseconds: milliseconds from the clock, the six digits below from the request
 * id, so that concurrent invocations of one function are different records. A million digits are not enough to be sure (fifty
 * invocations in one millisecond share some with 0.12 %), but they need not be: the request id is also a measure, so two
 * invocations that do share a time differ in value, Timestream reports a conflict, and the second is written with the digits
 * of its next `attempt`. Writing the same record twice is harmless: same time, version and values.
 */
export function kpiRecord(facts: InvocationFacts, attempt = 0): TimestreamRecord {
  const { counts } = facts;
  const values: Record<string, string | undefined> = {
    duration_ms: String(facts.durationMs),
    cold_start: facts.coldStart ? '1' : '0',
    invocations: '1',
    errors: String(counts.errors),
    error_type: counts.errorType,
    request_id: facts.requestId,
    ...Object.fromEntries([...counts.counts].map(([name, count]) => [name, String(count)])),
  };
  return {
    dimensions: [
      { name: 'function', value: facts.functionName },
      { name: 'stage', value: facts.stage },
    ],
    measureName: kpiTable.measureName,
    timeNs: BigInt(Math.trunc(facts.startMs)) * nsPerMs + digitsBelowMs(facts.requestId, attempt),
    version: 1,
    measures: Object.entries(kpiTable.measures).flatMap(([name, type]) => {
      const value = values[name];
      return value === undefined ? [] : [{ name, type, value }];
    }),
  };
}

function digitsBelowMs(requestId: string, attempt: number): bigint {
  return createHash('sha256').update(`${requestId}#${attempt}`).digest().readBigUInt64BE() % nsPerMs;
}
