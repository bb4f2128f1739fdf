/** Long events: their parts are decoded one after the other, and their outcomes are those of one whole. */
import { firstRetried } from '../../../shared/ingest/outcome';
import { ingestInParts } from '../../../shared/ingest/ingest-in-parts';
import { fromIot } from '../../../shared/readings/from-iot';
import { writeClient } from '../../../shared/timestream/clients';
import { setAwsEnvironment } from '../aws-environment';
import { startMemoryBucket, type MemoryBucket } from '../dead-letters/memory-bucket';
import { base64, serviceOf, source, table } from '../readings/definitions';
import { accepted, fault, startFaultyWriteService, type FaultyWriteService } from '../timestream/faulty-write-service';

const receivedAt = Date.parse('2026-05-01T08:30:00Z');
const service = serviceOf(table('SensorReadings', { sources: [source('sensors/+/telemetry')] }));

let timestream: FaultyWriteService;
let bucket: MemoryBucket;
beforeAll(async () => {
  timestream = await startFaultyWriteService();
  bucket = await startMemoryBucket();
  setAwsEnvironment({ write: timestream.endpoint, s3: bucket.endpoint });
});
afterAll(async () => {
  await timestream.close();
  await bucket.close();
});

let decoded: number;
beforeEach(() => {
  decoded = 0;
  timestream.answerWith(() => accepted);
});

/** One reading each, with its place as the temperature; `x` is none. */
function* messages(...contents: readonly string[]) {
  for (const [place, content] of contents.entries()) {
    decoded += 1;
    const payload = base64(content === 'x' ? 'x' : JSON.stringify({ temperature: place, fw: 1, ts: Math.floor(receivedAt / 1000) - place }));
    yield fromIot(service, { payload, topic: 'sensors/s-1/telemetry', clientId: 'c-1', receivedAt });
  }
}

const run = (readingsOfPart: number, ...contents: string[]) => ingestInParts(
  writeClient(),
  messages(...contents),
  { functionName: 'ingest-kinesis', requestId: 'r-1', now: () => receivedAt, config: { database: 'IoTMetrics', deadLetterBucket: 'letters' }, signal: new AbortController().signal },
  readingsOfPart,
);

it('the outcomes of all parts are in the order of the messages, and what they count is added up', async () => {
  const result = await run(2, 'a', 'x', 'a', 'a', 'x');
  expect(result.readings.map(({ messageIndex, outcome }) => [messageIndex, outcome.kind])).toEqual([
    [0, 'written'], [1, 'dead-lettered'], [2, 'written'], [3, 'written'], [4, 'dead-lettered'],
  ]);
  expect(result).toMatchObject({ meteredKib: 2, ignoredFields: 3, skippedValues: 0 });
});

it('a part is written before the next one is decoded', async () => {
  const decodedWhenWritten: number[] = [];
  timestream.answerWith(() => {
    decodedWhenWritten.push(decoded);
    return accepted;
  });
  await run(2, 'a', 'a', 'a', 'a', 'a');
  expect(decodedWhenWritten).toEqual([2, 4, 5]);
});

it('an event of less than a part is written as a whole', async () => {
  await run(3, 'a', 'a', 'a');
  expect(timestream.requests).toHaveLength(1);
});

it('behind a part of which something comes again nothing is decoded or written', async () => {
  timestream.answerWith((_request, index) => (index === 0 ? accepted : fault('ResourceNotFoundException', 404)));
  const result = await run(2, 'a', 'a', 'a', 'a', 'a', 'a');
  expect(firstRetried(result)?.messageIndex).toBe(2);
  expect(result.readings).toHaveLength(4);
  expect(decoded).toBe(4);
});

it('an event without messages has no outcomes', async () => {
  expect(await run(2)).toEqual({ readings: [], meteredKib: 0, ignoredFields: 0, skippedValues: 0 });
});
