/** Loads rows that were read together: what they mean goes into the store, by the rules of WriteRecords; called by load-file. */
import { ingestionWindow, outsideReason, tierOf } from '../records/ingestion-window';
import type { TimestreamRecord } from '../records/record';
import { sizeProblem } from '../records/size-problem';
import type { Table } from '../store/table';
import type { CsvRow, Lines } from './csv-rows';
import type { Loading } from './loading';
import { meteredBytes } from './metered-bytes';
import type { RowMapper } from './row-mapper';

interface Candidate {
  readonly record: TimestreamRecord;
  readonly lines: Lines;
}

interface Failure {
  readonly counter: 'ParseFailures' | 'RecordIngestionFailures';
  readonly reason: string;
  readonly lines: Lines;
}

interface Sifted {
  readonly candidates: readonly Candidate[];
  readonly failures: readonly Failure[];
  readonly bytesMetered: number;
}

/**
 * Loading rows again is harmless: an equal record of the same version is accepted silently. What became of them enters the
 * task at once and only when they are durable, so that a task that stops has counted each row once.
 */
export async function loadRows(rows: readonly CsvRow[], map: RowMapper, fileName: string, { task, table, store, nowNs }: Loading): Promise<void> {
  const { candidates, failures, bytesMetered } = sift(rows, map, windowCheck(table, nowNs()));
  const outcomes = await store.write(table, candidates.map(({ record }) => record));
  const rejected = candidates.flatMap(({ lines }, at): readonly Failure[] => {
    const outcome = outcomes[at];
    return outcome?.kind === 'rejected' ? [{ counter: 'RecordIngestionFailures', reason: outcome.reason, lines }] : [];
  });
  const { progress, errors } = task;
  progress.RecordsProcessed += candidates.length + failures.length;
  progress.RecordsIngested += candidates.length - rejected.length;
  progress.BytesMetered += bytesMetered;
  for (const { counter, reason, lines } of [...failures, ...rejected]) {
    progress[counter] += 1;
    errors.addFileError(fileName, reason, lines);
  }
}

/** Finds what needs no look at other records. */
function sift(rows: readonly CsvRow[], map: RowMapper, whyOutside: (record: TimestreamRecord) => string | undefined): Sifted {
  const candidates: Candidate[] = [];
  const failures: Failure[] = [];
  let bytesMetered = 0;
  for (const row of rows) {
    const mapped = 'problem' in row ? row : map(row.values);
    if ('problem' in mapped) {
      failures.push({ counter: 'ParseFailures', reason: mapped.problem, lines: row });
      continue;
    }
    for (const record of mapped.records) {
      // Also for records that are not taken: https://docs.aws.amazon.com/timestream/latest/developerguide/batch-load-best-practices.html
      bytesMetered += meteredBytes(record);
      const reason = whyOutside(record) ?? sizeProblem(record);
      if (reason === undefined) candidates.push({ record, lines: row });
      else failures.push({ counter: 'RecordIngestionFailures', reason, lines: row });
    }
  }
  return { candidates, failures, bytesMetered };
}

/** Batch load needs no table that takes late arrivals: it reaches as far back as the magnetic store does. */
function windowCheck({ definition }: Table, nowNs: bigint): (record: TimestreamRecord) => string | undefined {
  const window = ingestionWindow({ ...definition, magneticStoreWrites: { enabled: true } }, nowNs);
  return ({ timeNs }) => (tierOf(timeNs, window) === undefined ? outsideReason(window) : undefined);
}
