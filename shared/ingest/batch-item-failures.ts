/** What functions/ingest-kinesis answers: from which stream record on Lambda shall deliver again. */
import { firstRetried, type IngestResult } from './outcome';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html */
export interface BatchItemFailures {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Names the lowest failed sequence number alone: Lambda takes no notice of higher ones and delivers everything from there again.
 *
 * @param sequenceNumbers of the stream records, in the order of the messages that were ingested
 */
export function batchItemFailures(result: IngestResult, sequenceNumbers: readonly string[]): BatchItemFailures {
  const retried = firstRetried(result);
  if (retried === undefined) return { batchItemFailures: [] };
  const itemIdentifier = sequenceNumbers[retried.messageIndex];
  // An empty identifier would fail the whole batch, which is the safe answer too, but only by accident.
  if (itemIdentifier === undefined) throw new RangeError(`there is no stream record ${retried.messageIndex}`);
  return { batchItemFailures: [{ itemIdentifier }] };
}
