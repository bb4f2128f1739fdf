/** The wrapper around a whole invocation: whatever happens inside, one KPI record is written at the end. */
import { InvocationCounts } from './invocation-kpis';
import { writeKpiRecord, type KpiSink } from './write-kpi-record';

export interface MeasuredInvocation {
  /** The function's key, such as `ingest-iot`. */
  readonly functionName: string;
  readonly stage: string;
  readonly requestId: string;
  readonly coldStart: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  remainingMs(): number;
}

/** An invocation being measured; `end` writes its record and never throws. */
export interface Measurement {
  readonly counts: InvocationCounts;
  end(): Promise<void>;
}

/** Starts the clock of an invocation: the core of {@link measureInvocation} and of the middy middleware. */
export function startMeasurement(invocation: MeasuredInvocation, sink: KpiSink): Measurement {
  const startMs = invocation.now();
  const counts = new InvocationCounts();
  return {
    counts,
    end: async () => {
      try {
        const durationMs = Math.max(0, invocation.now() - startMs);
        const { functionName, stage, requestId, coldStart } = invocation;
        const facts = { functionName, stage, requestId, coldStart, startMs, durationMs, counts };
        await writeKpiRecord(facts, sink, invocation.remainingMs());
      } catch {
        // Nobody is left to tell: a failed write has been reported, so it is the report itself, or the clock, that failed here.
        // Thrown on, it would stand in place of the invocation's own result or error.
      }
    },
  };
}

/**
 * Runs an invocation and writes its KPI record when it ends: with a result, with an error, after an early reply of a
 * middleware, after the early answer before the time-out. It is a plain wrapper because middy skips `after` on an early reply
 * and `requestEnd` after an error. The result of `run`, or what it throws, is handed on untouched.
 */
export async function measureInvocation<R>(
  invocation: MeasuredInvocation,
  sink: KpiSink,
  run: (counts: InvocationCounts) => Promise<R>,
): Promise<R> {
  const measurement = startMeasurement(invocation, sink);
  try {
    return await run(measurement.counts);
  } catch (error) {
    measurement.counts.failed(errorType(error));
    throw error;
  } finally {
    await measurement.end();
  }
}

/** The name of an error as a KPI value, which may not be empty. */
export function errorType(error: unknown): string {
  return error instanceof Error && error.name !== '' ? error.name : 'Error';
}
