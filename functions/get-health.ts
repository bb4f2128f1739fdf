/** GET /v1/health: liveness. It asks nothing of Timestream, since every query costs. */
import { jsonAnswer } from '../shared/http/http-answer';
import { httpLambda } from '../shared/lambda';

export const handler = httpLambda('get-health', async (_request, { config }) => jsonAnswer({ status: 'ok', stage: config.stage }));
