/** Ingests a batch of stream records and names the one from which Lambda shall deliver again. */
import type { KinesisStreamEvent } from 'aws-lambda';
import { batchItemFailures } from '../shared/ingest/batch-item-failures';
import { ingestCounts } from '../shared/ingest/counts';
import { ingest } from '../shared/ingest/ingest';
import { deadLetterCount } from '../shared/tables/kpi-table';
import { lambda } from '../shared/lambda';
import { fromKinesis } from '../shared/readings/from-kinesis';
import { service } from '../shared/tables/tables';
import { writeClient } from '../shared/timestream/clients';

export const handler = lambda('ingest-kinesis', async ({ Records }: KinesisStreamEvent, invocation) => {
  const messages = Records.map((record) => fromKinesis(service, record));
  const result = await ingest(writeClient(), messages, invocation);
  for (const [name, by] of ingestCounts(result, deadLetterCount)) invocation.kpis.add(name, by);
  return batchItemFailures(result, Records.map(({ kinesis }) => kinesis.sequenceNumber));
});
