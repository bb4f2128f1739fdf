/** GET /: the page, which reads everything it shows from the API itself; public because it holds no data of its own. */
import { page } from '../console/page';
import { httpLambda } from '../shared/lambda';

export const handler = httpLambda('serve-console', async () => ({ statusCode: 200, ...page }), { public: true });
