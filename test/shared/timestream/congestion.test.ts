/** What the real client makes of each answer of the service, and whether that is a sign of congestion. */
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { isCongestion } from '../../../shared/timestream/congestion';
import { bodySender } from '../../../shared/timestream/send-body';
import { setAwsEnvironment } from '../aws-environment';
import { accepted, fault, rejected, startFaultyWriteService, type Answer, type FaultyWriteService } from './faulty-write-service';

let service: FaultyWriteService;
let client: TimestreamWriteClient;
beforeAll(async () => {
  service = await startFaultyWriteService();
  setAwsEnvironment({ write: service.endpoint });
  client = new TimestreamWriteClient({ maxAttempts: 2 });
});
afterAll(async () => {
  client.destroy();
  await service.close();
});

const send = (signal?: AbortSignal) => bodySender(client, signal)(Buffer.from('{}')).catch((error: unknown) => error);

it.each<[string, boolean, Answer[]]>([
  ['an answer', false, [accepted]],
  ['an answer to the second attempt', true, [fault('ThrottlingException', 429), accepted]],
  ['throttling', true, [fault('ThrottlingException', 429)]],
  ['a fault of the service', true, [fault('InternalServerException', 500)]],
  ['an unavailable service', true, [{ status: 503, body: {} }]],
  ['a dropped connection', true, ['drop']],
  ['a rejection', false, [rejected({ RecordIndex: 0, Reason: 'why' })]],
  ['an invalid request', false, [fault('ValidationException', 400)]],
  ['a table that is not there', false, [fault('ResourceNotFoundException', 404)]],
])('takes %s for congestion: %s', async (_what, expected, answers) => {
  service.answerWith((_request, index) => answers[index] ?? answers[answers.length - 1] ?? accepted);
  expect(isCongestion(await send())).toBe(expected);
});

it('takes no abort for congestion', async () => {
  const abort = new AbortController();
  service.answerWith(() => {
    abort.abort();
    return 'hang';
  });
  expect(isCongestion(await send(abort.signal))).toBe(false);
});
