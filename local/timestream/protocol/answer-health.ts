/** `/health`, for what keeps a server running: 200 once it takes requests. It tells nothing else, so it asks for no signature; mounted by server. */
import type { ServerResponse } from 'node:http';

export const healthPath = '/health';

export async function answerHealth(ready: Promise<unknown>, response: ServerResponse): Promise<void> {
  await ready;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"status":"ready"}\n');
}
