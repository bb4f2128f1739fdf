/** GET /v1/tables/{table}/series: binned aggregates. */
import { jsonAnswer } from '../shared/http/http-answer';
import { httpLambda } from '../shared/lambda';
import { seriesBody, seriesStatement } from '../shared/queries/series';
import { readSeriesQuestion } from '../shared/queries/series-question';
import { service } from '../shared/tables/tables';
import { queryClient } from '../shared/timestream/clients';
import { queryDeclaredColumns } from '../shared/timestream/query-declared-columns';

export const handler = httpLambda('get-series', async (request, { config, kpis, now, signal }) => {
  const startMs = now();
  const question = readSeriesQuestion(service, request.pathParameters.table, request.query, startMs);
  const { rows, bytesScanned, bytesMetered } = await queryDeclaredColumns(
    queryClient(),
    { database: config.database, table: question.table },
    (absent) => seriesStatement(question, config.database, absent),
    { signal },
  );
  kpis.add('bytes_scanned', bytesScanned);
  return jsonAnswer(seriesBody(question, rows, { bytesScanned, bytesMetered, durationMs: now() - startMs }));
});
