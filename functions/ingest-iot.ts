/** Ingests one MQTT message, carried by an IoT rule; what cannot be settled now fails the invocation, so that Lambda tries again. */
import { readHashKey } from '../shared/config';
import { ingestCounts } from '../shared/ingest/counts';
import { ingest } from '../shared/ingest/ingest';
import { requireSettled } from '../shared/ingest/require-settled';
import { deadLetterCount } from '../shared/tables/kpi-table';
import { lambda } from '../shared/lambda';
import { fromIot } from '../shared/readings/from-iot';
import { service as declared } from '../shared/tables/tables';
import { withHashKey } from '../shared/tables/with-hash-key';
import { writeClient } from '../shared/timestream/clients';

const service = withHashKey(declared, readHashKey(declared));

/** Answers with the counts; the asynchronous queue ignores them, a person who invokes the function does not. */
export const handler = lambda('ingest-iot', async (event: unknown, invocation) => {
  const result = await ingest(writeClient(), [fromIot(service, event)], invocation);
  const counts = ingestCounts(result, deadLetterCount);
  for (const [name, by] of counts) invocation.kpis.add(name, by);
  requireSettled(result);
  return Object.fromEntries(counts);
});
