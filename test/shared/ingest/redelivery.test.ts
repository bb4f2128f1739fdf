/** Redelivery carried to its end: whatever fails for a time, every reading ends as one row or one dead letter, and counts once. */
import fc from 'fast-check';
import { batchItemFailures } from '../../../shared/ingest/batch-item-failures';
import { ingestCounts } from '../../../shared/ingest/counts';
import { ingest } from '../../../shared/ingest/ingest';
import type { IngestResult } from '../../../shared/ingest/outcome';
import { requireSettled } from '../../../shared/ingest/require-settled';
import { fromIot } from '../../../shared/readings/from-iot';
import { fromKinesis } from '../../../shared/readings/from-kinesis';
import type { DecodedMessage } from '../../../shared/readings/received-message';
import { queryClient, writeClient } from '../../../shared/timestream/clients';
import { queryDeclaredColumns } from '../../../shared/timestream/query-declared-columns';
import { Sql, sql } from '../../../shared/timestream/sql';
import { setAwsEnvironment } from '../aws-environment';
import { startMemoryBucket, type MemoryBucket } from '../dead-letters/memory-bucket';
import { base64, dimension, serviceOf, source, table } from '../readings/definitions';
import { startTimestreamBehindFaults, type TimestreamBehindFaults, type WriteFault } from '../timestream/timestream-behind-faults';

const receivedAt = Date.now();
const database = 'IoTMetrics';
const readings = table('SensorReadings', { sources: [source('gateways/+')], dimensions: [dimension('device_id', ['$.device_id'], true)] });
const service = serviceOf(readings);

let timestream: TimestreamBehindFaults;
let bucket: MemoryBucket;
beforeAll(async () => {
  setAwsEnvironment({});
  timestream = await startTimestreamBehindFaults(database, readings.name);
  bucket = await startMemoryBucket();
  setAwsEnvironment({ write: timestream.writeEndpoint, query: timestream.queryEndpoint, s3: bucket.endpoint });
});
afterAll(async () => {
  writeClient().destroy();
  queryClient().destroy();
  await timestream.close();
  await bucket.close();
});

/** Two of one device at one second are the same record with other values: one of them is a conflict. */
const anyReading = fc.record({
  device: fc.constantFrom('a', 'b'),
  secondsAgo: fc.nat(20),
  kind: fc.constantFrom('good', 'good', 'malformed', 'too-old'),
});

const anyDay = fc.record({
  messages: fc.array(fc.array(anyReading, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }),
  writeFaults: fc.array(fc.constantFrom<WriteFault>('denied', 'denied', 'lost', 'lost', 'unavailable', 'throttled'), { maxLength: 8 }),
  /** Whether the bucket refuses, delivery by delivery; afterwards it is well again. */
  bucketFaults: fc.array(fc.boolean(), { maxLength: 3 }),
});

type GivenDay = typeof anyDay extends fc.Arbitrary<infer Given> ? Given : never;

/** One set of messages: what was delivered of it, met faults and came again. */
class Day {
  static #days = 0;
  readonly #counts = new Map<string, number>();
  readonly #bucketFaults: boolean[];
  #deliveries = 0;
  readonly name = `day-${(Day.#days += 1)}`;
  /** Each reading has its place among all of them as battery_pct, so that it can be found again. */
  readonly contents: readonly object[][];

  constructor({ messages, writeFaults, bucketFaults }: GivenDay) {
    let serial = 0;
    this.contents = messages.map((message) =>
      message.map(({ device, secondsAgo, kind }) => ({
        device_id: `${this.name}-${device}`,
        battery_pct: (serial += 1),
        temperature: kind === 'malformed' ? 'warm' : 21,
        ts: kind === 'too-old' ? secondsAgo : Math.floor(receivedAt / 1000) - secondsAgo,
      })),
    );
    this.#bucketFaults = [...bucketFaults];
    timestream.meet(writeFaults);
    bucket.objects.clear();
  }

  async deliver(messages: readonly DecodedMessage[]): Promise<IngestResult> {
    this.#deliveries += 1;
    bucket.refuse(this.#bucketFaults.shift() ?? false);
    const result = await ingest(writeClient(), messages, {
      functionName: 'ingest',
      requestId: `${this.name}-${this.#deliveries}`,
      now: Date.now,
      config: { database, deadLetterBucket: 'letters' },
      signal: new AbortController().signal,
    });
    for (const [name, by] of ingestCounts(result, (reason) => reason)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
    return result;
  }

  /** Every reading is one row or one dead letter, and is in the counts of all deliveries once. */
  async expectSettledOnce(): Promise<void> {
    const [rows, letters] = [await serialsOfRows(this.name), serialsOfLetters()];
    expect([...rows, ...letters].sort((a, b) => a - b)).toEqual(this.contents.flat().map((_, index) => index + 1));
    expect(this.#counts.get('written')).toBe(rows.length);
    expect(this.#counts.get('dead_lettered')).toBe(letters.length);
  }
}

async function serialsOfRows(prefix: string): Promise<number[]> {
  const table = sql`${Sql.identifier(database)}.${Sql.identifier(readings.name)}`;
  const statement = sql`SELECT battery_pct FROM ${table} WHERE device_id LIKE ${Sql.startingWith(`${prefix}-`)}`;
  const { rows } = await queryDeclaredColumns(queryClient(), { database, table: readings }, (absent) => (absent.size > 0 ? undefined : statement));
  return rows.map((row) => Number(row['battery_pct']));
}

function serialsOfLetters(): number[] {
  return [...bucket.objects.values()].map((body) => {
    const { payload, position } = JSON.parse(body) as { payload: string; position: { index: number } }; // as ingest wrote it
    const content = JSON.parse(Buffer.from(payload, 'base64').toString()) as { battery_pct: number }[]; // as the day sent it
    return content[position.index]?.battery_pct ?? NaN;
  });
}

it('settles every reading of a stream once, when Lambda restarts at the lowest failed record', async () => {
  let restarts = 0;
  await fc.assert(
    fc.asyncProperty(anyDay, async (given) => {
      const day = new Day(given);
      let records = day.contents.map((content, index) => ({
        eventID: `${day.name}:${index}`,
        kinesis: { sequenceNumber: String(index), data: base64(JSON.stringify(content)), approximateArrivalTimestamp: receivedAt / 1000 },
      }));
      while (records.length > 0) {
        const result = await day.deliver(records.flatMap((record) => fromKinesis(service, record)));
        const numbers = records.map(({ kinesis }) => kinesis.sequenceNumber);
        const [failed] = batchItemFailures(result, numbers).batchItemFailures;
        records = failed === undefined ? [] : records.slice(numbers.indexOf(failed.itemIdentifier));
        if (failed !== undefined) restarts += 1;
      }
      await day.expectSettledOnce();
    }),
    { numRuns: 15 },
  );
  expect(restarts).toBeGreaterThan(0);
}, 120_000);

it('settles every reading of MQTT messages once, when Lambda tries a failed event again', async () => {
  let retries = 0;
  await fc.assert(
    fc.asyncProperty(anyDay, async (given) => {
      const day = new Day(given);
      for (const [index, content] of day.contents.entries()) {
        const event = { payload: base64(JSON.stringify(content)), topic: `gateways/${day.name}`, clientId: `g-${index}`, receivedAt };
        while (isFailure(await day.deliver([fromIot(service, event)]))) retries += 1;
      }
      await day.expectSettledOnce();
    }),
    { numRuns: 15 },
  );
  expect(retries).toBeGreaterThan(0);
}, 120_000);

/** Whether the function would fail, so that Lambda's asynchronous queue delivers the event again. */
function isFailure(result: IngestResult): boolean {
  try {
    requireSettled(result);
    return false;
  } catch {
    return true;
  }
}
