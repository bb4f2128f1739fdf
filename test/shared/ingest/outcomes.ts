/** Results of ingest for the tests of what derives from them: one string a message, one letter a reading. */
import type { IngestResult, ReadingOutcome } from '../../../shared/ingest/outcome';

const outcomes: Readonly<Record<string, ReadingOutcome>> = {
  w: { kind: 'written' },
  s: { kind: 'superseded' },
  r: { kind: 'retryable', error: new Error('throttled') },
  j: { kind: 'dead-lettered', reason: 'not-json', detail: 'no JSON', key: 'reason=not-json/...' },
  c: { kind: 'dead-lettered', reason: 'conflict', detail: 'other values', key: 'reason=conflict/...' },
};

export function resultOf(...messages: string[]): IngestResult {
  const readings = messages.flatMap((letters, messageIndex) => [...letters].map((letter) => ({ messageIndex, outcome: outcomes[letter]! })));
  return { readings, meteredKib: 2, ignoredFields: 3, skippedValues: 0 };
}
