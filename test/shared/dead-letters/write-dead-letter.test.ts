/** Dead letters through the real S3 client: where they are stored, what they hold, and that a replay makes no second one. */
import { deadLetterKey, type DeadLetter } from '../../../shared/dead-letters/dead-letter';
import { writeDeadLetter } from '../../../shared/dead-letters/write-dead-letter';
import { setAwsEnvironment } from '../aws-environment';
import { startMemoryBucket, type MemoryBucket } from './memory-bucket';

let bucket: MemoryBucket;
beforeAll(async () => {
  bucket = await startMemoryBucket();
  setAwsEnvironment({ s3: bucket.endpoint });
});
beforeEach(() => {
  bucket.refuse(false);
  bucket.objects.clear();
});
afterAll(() => bucket.close());

const letter: DeadLetter = {
  reason: 'not-json',
  detail: 'Unexpected token',
  source: 'iot',
  position: { message: 'a'.repeat(64), index: 0 },
  topic: 'sensors/s-1/telemetry',
  clientId: undefined,
  receivedAt: Date.parse('2026-05-01T23:59:59.999Z'),
  deadLetteredAt: '2026-05-02T00:00:01.000Z',
  payload: 'aGVsbG8=',
  function: 'ingest-iot',
  redriven: 0,
  requestId: 'r-1',
};

it('stores reason and date in the key, and the whole letter in the body', async () => {
  const key = await writeDeadLetter('letters', letter);
  expect(key).toMatch(/^reason=not-json\/date=2026-05-01\/[0-9a-f]{64}\.json$/);
  const stored: unknown = JSON.parse(JSON.stringify(letter));
  expect([...bucket.objects].map(([path, body]) => [path, JSON.parse(body)])).toEqual([[`letters/${key}`, stored]]);
});

it('writes the same object again when the message comes again, a day later', async () => {
  await writeDeadLetter('letters', letter);
  await writeDeadLetter('letters', { ...letter, deadLetteredAt: '2026-05-03T00:00:00.000Z', requestId: 'r-2' });
  expect(bucket.objects.size).toBe(1);
});

it('has another key for another element, message or source', () => {
  const { position } = letter;
  const letters = [
    letter,
    { ...letter, position: { ...position, index: 1 } },
    { ...letter, position: { ...position, message: 'b' } },
    { ...letter, source: 'kinesis' as const },
  ];
  expect(new Set(letters.map(deadLetterKey)).size).toBe(letters.length);
});

it('throws when the bucket refuses', async () => {
  bucket.refuse(true);
  await expect(writeDeadLetter('letters', letter)).rejects.toMatchObject({ name: 'AccessDenied' });
});

it('throws when the signal has aborted', async () => {
  await expect(writeDeadLetter('letters', letter, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  expect(bucket.objects.size).toBe(0);
});
