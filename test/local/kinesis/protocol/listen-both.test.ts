/** A close lets the requests that have begun be answered, on both versions of HTTP. */
import { connect } from 'node:http2';
import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { type Listening, listenBoth } from '../../../../local/kinesis/protocol/listen-both';
import type { Response } from '../../../../local/kinesis/protocol/exchange';

let listening: Listening;
let waiting: Response[];
beforeEach(async () => {
  waiting = [];
  listening = await listenBoth(0, '127.0.0.1', (_, response) => void waiting.push(response));
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => { setImmediate(resolve); });
}

it('over HTTP/2', async () => {
  const session = connect(`http://127.0.0.1:${listening.port}`);
  const stream = session.request({ ':method': 'GET', ':path': '/' });
  let body = '';
  stream.on('data', (chunk: Buffer) => { body += chunk.toString(); });
  const ended = once(stream, 'close');
  await until(() => waiting.length === 1);
  const closed = listening.close();
  waiting[0]!.end('late');
  await ended;
  expect(body).toBe('late');
  await closed;
  session.destroy();
});

it('over HTTP/1.1, on a connection that would be kept', async () => {
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<string>((resolve) => {
    request({ port: listening.port, host: '127.0.0.1', agent }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => { body += chunk.toString(); }).on('end', () => { resolve(body); });
    }).end();
  });
  await until(() => waiting.length === 1);
  const closed = listening.close();
  waiting[0]!.end('late');
  expect(await answered).toBe('late');
  await closed;
  agent.destroy();
});
