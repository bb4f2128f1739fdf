/** What became of each reading of an HTTP request, as functions/ingest-http answers it. */
import type { DeadLetterReason } from '../errors';
import type { IngestResult, ReadingOutcome } from './outcome';

export interface IngestBody {
  readonly table: string;
  /** The four add up to the readings of the request. */
  readonly written: number;
  readonly superseded: number;
  readonly deadLettered: number;
  /** To be sent again; 0 in an answer of status 200. */
  readonly retried: number;
  readonly meteredKib: number;
  readonly readings: readonly ReadingBody[];
}

/** A reading that a client is told of. */
export interface ReadingBody {
  /** Which element or line of the body, from 0; several readings of one element have the same. */
  readonly index: number;
  readonly outcome: 'written' | 'superseded' | 'retried' | 'dead-lettered';
  readonly reason?: DeadLetterReason;
  readonly detail?: string;
  /** The key of the object in the dead-letter bucket. */
  readonly deadLetter?: string;
}

/** @param list `not-written` leaves out what needs no attention: a reading that is not listed is written */
export function ingestBody(table: string, { readings, meteredKib }: IngestResult, list: 'all' | 'not-written'): IngestBody {
  const count = (kind: ReadingOutcome['kind']) => readings.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    table,
    written: count('written'),
    superseded: count('superseded'),
    deadLettered: count('dead-lettered'),
    retried: count('retryable'),
    meteredKib,
    readings: readings
      .filter(({ outcome }) => list === 'all' || outcome.kind !== 'written')
      .map(({ messageIndex, outcome }) => ({ index: messageIndex, ...outcomeBody(outcome) })),
  };
}

/** What a retried reading met stays in the log: it may name what is none of the caller's business. */
function outcomeBody(outcome: ReadingOutcome): Omit<ReadingBody, 'index'> {
  switch (outcome.kind) {
    case 'written':
    case 'superseded':
      return { outcome: outcome.kind };
    case 'retryable':
      return { outcome: 'retried' };
    case 'dead-lettered':
      return { outcome: 'dead-lettered', reason: outcome.reason, detail: outcome.detail, deadLetter: outcome.key };
  }
}
