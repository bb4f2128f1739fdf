/** Ingests a batch of stream records and names the one from which Lambda shall deliver again. */
import type { KinesisStreamEvent } from 'aws-lambda';
import { readHashKey } from '../shared/config';
import { batchItemFailures } from '../shared/ingest/batch-item-failures';
import { ingestCounts } from '../shared/ingest/counts';
import { ingestInParts } from '../shared/ingest/ingest-in-parts';
import { deadLetterCount } from '../shared/tables/kpi-table';
import { lambda } from '../shared/lambda';
import { fromKinesis } from '../shared/readings/from-kinesis';
import type { DecodedMessage } from '../shared/readings/received-message';
import { service as declared } from '../shared/tables/tables';
import { withHashKey } from '../shared/tables/with-hash-key';
import { writeClient } from '../shared/timestream/clients';

const service = withHashKey(declared, readHashKey(declared));

export const handler = lambda('ingest-kinesis', async ({ Records }: KinesisStreamEvent, invocation) => {
  const sequenceNumbers: string[] = [];
  function* messages(): Generator<DecodedMessage> {
    for (const record of Records) {
      for (const message of fromKinesis(service, record)) {
        sequenceNumbers.push(record.kinesis.sequenceNumber);
        yield message;
      }
    }
  }
  const result = await ingestInParts(writeClient(), messages(), invocation);
  for (const [name, by] of ingestCounts(result, deadLetterCount)) invocation.kpis.add(name, by);
  return batchItemFailures(result, sequenceNumbers);
});
