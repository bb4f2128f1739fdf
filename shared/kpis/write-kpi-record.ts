/** Writes one KPI record within a small time budget; a failure is reported and changes nothing else. */
import { kpiTable } from '../tables/kpi-table';
import { writeClient } from '../timestream/clients';
import type { RecordOutcome, TimestreamRecord } from '../timestream/record';
import { writeRecords } from '../timestream/write';
import { kpiRecord, type InvocationFacts } from './kpi-record';

/** The longest a KPI record may delay the answer of its invocation. A warm write takes 10 to 30 ms. */
export const kpiBudgetMs = 500;

/** What stays free before the time-out for the answer itself to leave. */
export const answerReserveMs = 50;

/** Conflicts are already rare (see kpi-record); this many in a row do not happen to one request id. */
const maxAttempts = 5;

/** Where KPI records go, and who hears of it when they cannot. */
export interface KpiSink {
  write(record: TimestreamRecord, signal: AbortSignal): Promise<RecordOutcome>;
  onFailure(error: unknown): void;
}

/** The `Kpis` table of a database. */
export function timestreamSink(database: string, onFailure: (error: unknown) => void): KpiSink {
  return {
    onFailure,
    async write(record, signal) {
      const { outcomes } = await writeRecords(writeClient(), { database, table: kpiTable.name }, [record], { signal });
      return outcomes[0] ?? { kind: 'rejected', detail: 'no outcome' };
    },
  };
}

/**
 * Writes the record of an invocation, waiting at most {@link kpiBudgetMs} and never past the time-out.
 *
 * @param remainingMs what is left of the invocation
 * @returns when the record is written or given up; it throws what `sink.onFailure` throws and nothing else
 */
export async function writeKpiRecord(facts: InvocationFacts, sink: KpiSink, remainingMs: number): Promise<void> {
  const budgetMs = Math.min(kpiBudgetMs, remainingMs - answerReserveMs);
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const overBudget = new Promise<never>((_resolve, reject) => {
      const giveUp = () => {
        const error = new Error(`the KPI record took longer than ${budgetMs} ms`);
        abort.abort(error);
        reject(error);
      };
      // Not even started when no time is left: a timer of 0 ms would still let the request out.
      if (budgetMs <= 0) giveUp();
      else timer = setTimeout(giveUp, budgetMs);
    });
    await Promise.race([overBudget, budgetMs > 0 ? writeUntilAlone(facts, sink, abort.signal) : undefined]);
  } catch (error) {
    sink.onFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Another invocation may hold the same nanosecond: the next attempt takes another one. */
async function writeUntilAlone(facts: InvocationFacts, sink: KpiSink, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const outcome = await sink.write(kpiRecord(facts, attempt), signal);
    switch (outcome.kind) {
      case 'written':
      case 'superseded':
        return;
      case 'conflict':
        break;
      case 'retryable':
        throw outcome.error;
      case 'rejected':
        throw new Error(`the KPI record was rejected: ${outcome.detail}`);
    }
  }
  throw new Error(`the KPI record met ${maxAttempts} conflicts`);
}
