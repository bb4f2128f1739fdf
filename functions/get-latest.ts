/** GET /v1/tables/{table}/latest: the newest values of each group, or who has gone quiet. */
import { jsonAnswer } from '../shared/http/http-answer';
import { httpLambda } from '../shared/lambda';
import { latestBody, latestStatement } from '../shared/queries/latest';
import { readLatestQuestion } from '../shared/queries/latest-question';
import { service } from '../shared/tables/tables';
import { queryClient } from '../shared/timestream/clients';
import { queryDeclaredColumns } from '../shared/timestream/query-declared-columns';

export const handler = httpLambda('get-latest', async (request, { config, kpis, now, signal }) => {
  const startMs = now();
  const question = readLatestQuestion(service, request.pathParameters.table, request.query, startMs);
  const { rows, bytesScanned, bytesMetered } = await queryDeclaredColumns(
    queryClient(),
    { database: config.database, table: question.table },
    (absent) => latestStatement(question, config.database, absent),
    { signal },
  );
  kpis.add('bytes_scanned', bytesScanned);
  return jsonAnswer(latestBody(question, rows, { bytesScanned, bytesMetered, durationMs: now() - startMs }));
});
