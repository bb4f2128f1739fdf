/** POST /v1/tables/{table}/readings: writes the readings of a body and answers with what became of each. */
import { readHashKey } from '../shared/config';
import { ProblemError } from '../shared/errors';
import { jsonAnswer } from '../shared/http/http-answer';
import { readingsRequest } from '../shared/http/readings-request';
import { requireScope, writeScope } from '../shared/http/require-scope';
import { ingestCounts } from '../shared/ingest/counts';
import { ingest } from '../shared/ingest/ingest';
import { ingestBody } from '../shared/ingest/ingest-body';
import { asOneDelivery, firstRetried } from '../shared/ingest/outcome';
import { httpLambda } from '../shared/lambda';
import { RefusedBody } from '../shared/readings/body-parts';
import { fromHttp } from '../shared/readings/from-http';
import { deadLetterCount } from '../shared/tables/kpi-table';
import { service as declared } from '../shared/tables/tables';
import { withHashKey } from '../shared/tables/with-hash-key';
import { writeClient } from '../shared/timestream/clients';

const service = withHashKey(declared, readHashKey(declared));

/** Long enough for a throttled table to split its partitions a little, short enough for a client that keeps its readings in memory. */
const retryAfterS = 5;

export const handler = httpLambda('ingest-http', async (request, invocation) => {
  requireScope(request.claims, writeScope);
  const { outcomes, ...body } = readingsRequest(service, request, invocation.now());
  const messages = fromHttp(body);
  if (messages instanceof RefusedBody) {
    throw new ProblemError(messages.kind === 'too-large' ? 'too-large' : 'invalid-request', { detail: messages.detail });
  }
  const result = await ingest(writeClient(), messages, invocation);
  for (const [name, by] of ingestCounts(asOneDelivery(result), deadLetterCount)) invocation.kpis.add(name, by);
  const answer = ingestBody(body.table.name, result, outcomes);
  const retried = firstRetried(result);
  if (retried === undefined) return jsonAnswer(answer);
  throw new ProblemError('unsettled', {
    detail: `Send the whole body again with receivedAt=${body.receivedAtMs}: what is written already does no harm`,
    extension: { ...answer, receivedAt: body.receivedAtMs },
    retryAfterS,
    cause: retried.error,
  });
});
