/** Makes dead letters of the records that Timestream took and later did not store; S3 invokes it for each report under `magnetic-rejects/`. */
import { collectRejects } from '../shared/ingest/collect-rejects';
import { ingestCounts } from '../shared/ingest/counts';
import { requireSettled } from '../shared/ingest/require-settled';
import { lambda } from '../shared/lambda';
import { deadLetterCount } from '../shared/tables/kpi-table';

/** Fails when a letter could not be stored, so that Lambda tries the event again. */
export const handler = lambda('collect-rejects', async (event: unknown, invocation) => {
  const result = await collectRejects(event, invocation);
  const counts = ingestCounts(result, deadLetterCount);
  for (const [name, by] of counts) invocation.kpis.add(name, by);
  requireSettled(result);
  return Object.fromEntries(counts);
});
