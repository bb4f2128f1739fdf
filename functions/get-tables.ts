/** GET /v1/tables and /v1/tables/{table}: what can be asked, from tables.json. */
import { jsonAnswer } from '../shared/http/http-answer';
import { httpLambda } from '../shared/lambda';
import { tableBody, tablesBody } from '../shared/queries/tables';
import { service } from '../shared/tables/tables';

export const handler = httpLambda('get-tables', async ({ pathParameters, query }) =>
  jsonAnswer(pathParameters.table === undefined ? tablesBody(service, query) : tableBody(service, pathParameters.table, query)),
);
