/** A table of KPI records that keeps Timestream's rule: same key and version with other values is a conflict. */
import { randomUUID } from 'node:crypto';
import { InvocationCounts } from '../../../shared/kpis/invocation-kpis';
import { kpiRecord, type InvocationFacts } from '../../../shared/kpis/kpi-record';
import type { KpiSink } from '../../../shared/kpis/write-kpi-record';
import type { TimestreamRecord } from '../../../shared/timestream/record';

export const frozenMs = Date.UTC(2026, 10, 22, 10);

export interface KpiTableInMemory extends KpiSink {
  readonly records: Map<string, TimestreamRecord>;
  readonly failures: unknown[];
}

export function kpiTableInMemory(): KpiTableInMemory {
  const records = new Map<string, TimestreamRecord>();
  const failures: unknown[] = [];
  return {
    records,
    failures,
    write: async (record) => {
      const key = JSON.stringify([record.dimensions, record.measureName, String(record.timeNs)]);
      const stored = records.get(key);
      if (stored !== undefined && JSON.stringify(stored.measures) !== JSON.stringify(record.measures)) {
        return { kind: 'conflict', detail: 'another value stands' };
      }
      records.set(key, record);
      return { kind: 'written' };
    },
    onFailure: (error) => failures.push(error),
  };
}

export function invocationFacts(facts: Partial<InvocationFacts> = {}): InvocationFacts {
  return {
    functionName: 'ingest-iot',
    stage: 'test',
    requestId: randomUUID(),
    startMs: frozenMs,
    durationMs: 0,
    coldStart: false,
    counts: new InvocationCounts(),
    ...facts,
  };
}

/** Two request ids whose digits below the millisecond are the same: among a few thousand there is always such a pair. */
export function requestIdsThatCollide(): readonly [string, string] {
  const seen = new Map<bigint, string>();
  for (let n = 0; ; n += 1) {
    const requestId = `request-${n}`;
    const { timeNs } = kpiRecord(invocationFacts({ requestId }));
    const other = seen.get(timeNs);
    if (other !== undefined) return [other, requestId];
    seen.set(timeNs, requestId);
  }
}
