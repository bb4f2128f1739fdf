/** Redriving through the real clients: a letter is gone when its reading is written, and never before; twice is harmless, and so is a crash. */
import fc from 'fast-check';
import { deadLetterKey, type DeadLetter } from '../../../shared/dead-letters/dead-letter';
import { readLetters } from '../../../shared/dead-letters/read-letters';
import { redriveRequest, type RedriveOrder } from '../../../shared/dead-letters/redrive-request';
import { ingest } from '../../../shared/ingest/ingest';
import { redrive, type Redriven, type RedriveInvocation } from '../../../shared/ingest/redrive';
import { redriveLetters } from '../../../shared/ingest/redrive-letters';
import { fromIot } from '../../../shared/readings/from-iot';
import { tableNameOfTopic } from '../../../shared/readings/table-of-topic';
import type { ServiceDefinition } from '../../../shared/tables/definition';
import { queryClient, writeClient } from '../../../shared/timestream/clients';
import { queryDeclaredColumns } from '../../../shared/timestream/query-declared-columns';
import { Sql, sql } from '../../../shared/timestream/sql';
import { setAwsEnvironment } from '../aws-environment';
import { startBucketBehindFaults, type BucketBehindFaults, type BucketFault } from '../dead-letters/bucket-behind-faults';
import { base64, dimension, measure, serviceOf, source, table } from '../readings/definitions';
import { startTimestreamBehindFaults, type TimestreamBehindFaults, type WriteFault } from '../timestream/timestream-behind-faults';

const receivedAt = Date.now();
const database = 'IoTMetrics';
const bucketName = 'letters';
const readings = table('SensorReadings', { sources: [source('gateways/+')], dimensions: [dimension('device_id', ['$.device_id'], true)] });
/** The mistake: batteries of more than 100 are refused. */
const mistaken = serviceOf({ ...readings, measures: [measure('temperature', 'DOUBLE'), measure('battery_pct', 'BIGINT', { max: 100 })] });
const mended = serviceOf(readings);

let timestream: TimestreamBehindFaults;
let bucket: BucketBehindFaults;
beforeAll(async () => {
  setAwsEnvironment({});
  timestream = await startTimestreamBehindFaults(database, readings.name);
  bucket = await startBucketBehindFaults(bucketName);
  setAwsEnvironment({ write: timestream.writeEndpoint, query: timestream.queryEndpoint, s3: bucket.endpoint });
});
beforeEach(async () => {
  timestream.meet([]);
  bucket.meet([]);
  await bucket.clear();
});
afterAll(async () => {
  writeClient().destroy();
  queryClient().destroy();
  await timestream.close();
  await bucket.close();
});

let invocations = 0;
function invocation(changes: Partial<RedriveInvocation> = {}): RedriveInvocation {
  return {
    functionName: 'redrive',
    requestId: `r-${(invocations += 1)}`,
    // A millisecond each, so that what one invocation stores is not younger than the next.
    now: () => receivedAt + invocations,
    config: { database, deadLetterBucket: bucketName },
    signal: new AbortController().signal,
    mayGoOn: () => true,
    tableOfTopic: (topic) => tableNameOfTopic(mended, topic),
    ...changes,
  };
}

const deliver = (service: ServiceDefinition, content: unknown, topic = 'gateways/g') =>
  ingest(writeClient(), [fromIot(service, { payload: base64(typeof content === 'string' ? content : JSON.stringify(content)), topic, clientId: 'c', receivedAt })], invocation());
const order = (input: object): RedriveOrder => redriveRequest({ action: 'redrive', ...input }) as RedriveOrder; // what the action makes of it
const run = (service: ServiceDefinition, input: object = { all: true }, changes: Partial<RedriveInvocation> = {}) =>
  redrive(writeClient(), service, order(input), invocation(changes));
const kinds = ({ counts }: Redriven) => Object.fromEntries(counts);

/** Of the devices of a test, whose names begin alike. */
async function batteries(prefix: string): Promise<number[]> {
  const name = sql`${Sql.identifier(database)}.${Sql.identifier(readings.name)}`;
  const statement = sql`SELECT battery_pct FROM ${name} WHERE device_id LIKE ${Sql.startingWith(prefix)} ORDER BY battery_pct`;
  const { rows } = await queryDeclaredColumns(queryClient(), { database, table: readings }, (absent) => (absent.size > 0 ? undefined : statement));
  return rows.map((row) => Number(row['battery_pct']));
}

const ofDevice = (device: string, ...values: number[]) => values.map((value, index) => ({ device_id: device, battery_pct: value, temperature: 21, ts: Math.floor(receivedAt / 1000) - index }));

it('writes what was refused by mistake, and its letters are gone', async () => {
  await deliver(mistaken, ofDevice('a', 101, 50, 102));
  expect(await bucket.keys()).toHaveLength(2);
  const redriven = await run(mended);
  expect(kinds(redriven)).toEqual({ written: 2 });
  // What was written at first is not sent again.
  expect(redriven.results.flatMap((result) => result.readings)).toHaveLength(2);
  expect(await batteries('a')).toEqual([50, 101, 102]);
  expect(await bucket.keys()).toEqual([]);
});

it('counts the attempt when the reading is refused again, under the same key', async () => {
  await deliver(mistaken, ofDevice('b', 101));
  const [key] = await bucket.keys();
  const redriven = await run(mistaken);
  expect(kinds(redriven)).toEqual({ refused: 1 });
  expect(redriven.attention).toEqual([{ key, outcome: 'refused', detail: expect.stringMatching(/^out-of-range: .*101/), keys: [key] }]);
  expect(await bucket.keys()).toEqual([key]);
  expect(await bucket.read(key!)).toMatchObject({ redriven: 1, function: 'redrive', position: { index: 0 }, topic: 'gateways/g' });
});

it('moves a letter that is refused for another reason now', async () => {
  await deliver(mistaken, [{ device_id: 'c', battery_pct: 101 }]);
  const [before] = await bucket.keys();
  const stricter = serviceOf({ ...readings, dimensions: [dimension('gateway', [], true)] });
  expect(kinds(await run(stricter))).toEqual({ refused: 1 });
  const [after, ...others] = await bucket.keys();
  expect(others).toEqual([]);
  expect([before, after]).toEqual([expect.stringContaining('reason=out-of-range/'), expect.stringContaining('reason=missing-dimension/')]);
});

it('leaves letters as they are while Timestream lets nobody write, and counts no attempt', async () => {
  await deliver(mistaken, ofDevice('d', 101));
  const [key] = await bucket.keys();
  timestream.meet(Array<WriteFault>(20).fill('denied'));
  expect(kinds(await run(mended))).toEqual({ left: 1 });
  expect(await bucket.read(key!)).toMatchObject({ redriven: 0 });
});

it('tries a letter no more often than it is allowed, unless asked', async () => {
  await deliver(mistaken, ofDevice('e', 101));
  for (let attempt = 0; attempt < 2; attempt += 1) expect(kinds(await run(mistaken, { all: true, maxAttempts: 2 }))).toEqual({ refused: 1 });
  const stopped = await run(mended, { all: true, maxAttempts: 2 });
  expect(stopped.attention).toEqual([expect.objectContaining({ outcome: 'not-redriven', detail: 'it has been redriven 2 times; give maxAttempts to try it more often' })]);
  expect(kinds(await run(mended, { all: true, maxAttempts: 3 }))).toEqual({ written: 1 });
});

it('sends all readings of a message that splits otherwise by the tables.json of today', async () => {
  await deliver(mistaken, '{"device_id": "f", "battery_pct": 1}\n{"device_id": "f", "battery_pct": 2}');
  const [key] = await bucket.keys();
  const letter = await bucket.read(key!);
  // As if that text had been taken for one reading then, and were two now.
  await bucket.put(key!, JSON.stringify({ ...letter, payload: base64(JSON.stringify(ofDevice('f', 1, 2))) }));
  expect(kinds(await run(mended))).toEqual({ written: 1 });
  expect(await batteries('f')).toEqual([1, 2]);
});

it('keeps the letter of such a message until all of its readings are settled', async () => {
  await deliver(mistaken, 'no JSON');
  const [key] = await bucket.keys();
  const letter = await bucket.read(key!);
  await bucket.put(key!, JSON.stringify({ ...letter, payload: base64(JSON.stringify([...ofDevice('g', 1), { device_id: 'g', battery_pct: 'x' }])) }));
  timestream.meet(Array<WriteFault>(20).fill('denied'));
  const redriven = await run(mended);
  expect(kinds(redriven)).toEqual({ left: 1 });
  // The second is stored as a letter of its own already; it comes again with the first.
  expect(redriven.results.flatMap((result) => result.readings.map(({ outcome }) => outcome.kind))).toEqual(['retryable', 'retryable']);
  expect(await bucket.keys()).toContain(key);
  timestream.meet([]);
  expect(kinds(await run(mended, { keys: [key] }))).toEqual({ refused: 1 });
  expect(await bucket.keys()).toEqual([expect.stringContaining('reason=bad-measure/')]);
});

it('does not delete a letter that was stored again since it was read', async () => {
  await deliver(mistaken, ofDevice('h', 101));
  const keys = await bucket.keys();
  const letters = await readLetters(bucketName, keys);
  await bucket.put(keys[0]!, JSON.stringify({ ...(await bucket.read(keys[0]!)), redriven: 1 }));
  const { outcomes } = await redriveLetters(writeClient(), mended, letters, 5, invocation());
  expect(outcomes).toEqual([{ kind: 'left', detail: 'it was stored again meanwhile' }]);
  expect(await bucket.keys()).toEqual(keys);
});

it('tells what a dry run would do, and does nothing', async () => {
  await deliver(mistaken, ofDevice('i', 101));
  await deliver(mistaken, 'no JSON');
  const before = await bucket.keys();
  const tried = await run(mended, { all: true, dryRun: true });
  expect(kinds(tried)).toEqual({ accepted: 1, refused: 1 });
  expect(tried.attention).toEqual([expect.objectContaining({ outcome: 'refused', detail: expect.stringMatching(/^not-json: /) })]);
  expect(await bucket.keys()).toEqual(before);
  expect(await batteries('i')).toEqual([]);
});

it('goes on where it stopped for want of time, each letter once', async () => {
  for (let index = 0; index < 5; index += 1) await deliver(mistaken, ofDevice(`j${index}`, 101 + index));
  const keys = await bucket.keys();
  const first = await run(mistaken, { all: true, limit: 2 });
  expect([kinds(first), first.cursor?.after]).toEqual([{ refused: 2 }, keys[1]]);
  const { cursor } = await redrive(writeClient(), mistaken, { ...order({ all: true }), cursor: first.cursor }, invocation({ mayGoOn: () => false }));
  expect(cursor?.after).toBe(keys[4]);
  const letters = await Promise.all(keys.map((key) => bucket.read(key)));
  expect(letters.map(({ redriven }) => redriven)).toEqual([1, 1, 1, 1, 1]);
});

it('tries a letter that moves to a later key only once', async () => {
  await deliver(mistaken, [{ device_id: 'k', battery_pct: 'x' }]);
  await deliver(mistaken, ofDevice('k', 101));
  const stricter = serviceOf({ ...readings, dimensions: [dimension('zone', ['$.zone'], true)], measures: [measure('battery_pct', 'VARCHAR', { enum: ['low'] })] });
  expect(kinds(await run(stricter))).toEqual({ refused: 2 });
  const letters = await Promise.all((await bucket.keys()).map((key) => bucket.read(key)));
  expect(letters.map(({ redriven }) => redriven)).toEqual([1, 1]);
});

it('says of keys that there is no such letter', async () => {
  const redriven = await run(mended, { keys: ['reason=not-json/date=2026-05-01/nobody.json'] });
  expect(redriven.attention).toEqual([{ key: 'reason=not-json/date=2026-05-01/nobody.json', outcome: 'not-redriven', detail: 'there is no such letter (any more)' }]);
});

it('counts a key that has no letter once, wherever a limit cuts', async () => {
  for (let index = 0; index < 2; index += 1) await deliver(mistaken, ofDevice(`l${index}`, 101));
  const [first, last] = await bucket.keys();
  const [early, late] = ['reason=a/gone', 'reason=z/gone'];
  const request = order({ keys: [first, last, early, late], limit: 1 });
  const begun = await redrive(writeClient(), mistaken, request, invocation());
  expect(kinds(begun)).toEqual({ 'refused': 1, 'not-redriven': 1 });
  const rest = await redrive(writeClient(), mistaken, { ...request, limit: 100, cursor: begun.cursor }, invocation());
  expect(kinds(rest)).toEqual({ 'refused': 1, 'not-redriven': 1 });
});

describe('batches of stream records', () => {
  const batch = (values: readonly number[]) => JSON.stringify({
    KinesisBatchInfo: {},
    payload: JSON.stringify({ Records: values.map((value, index) => ({ eventID: `shard:${value}-${index}`, kinesis: { data: base64(JSON.stringify({ ...ofDevice(`m${index}`, value)[0], topic: 'gateways/g' })), approximateArrivalTimestamp: receivedAt / 1000 } })) }),
  });
  /** Such an object tells no time but that of its storing, which is the server's. */
  const later = { now: () => Date.now() + 60_000 };
  const keyOf = (name: string) => `aws/lambda/0d3b/shardId-000000000000/2026/05/01/${name}`;

  it('are settled one by one, so that there is time and memory for each', async () => {
    for (const name of ['a', 'b', 'c']) await bucket.put(keyOf(name), batch([1]));
    const { cursor, counts } = await run(mended, { all: true }, { ...later, mayGoOn: () => false });
    expect([cursor?.after, [...counts]]).toEqual([keyOf('a'), [['written', 1]]]);
    expect(await bucket.keys()).toEqual([keyOf('b'), keyOf('c')]);
    // By keys too, and what is missing among them is told of once.
    const keys = ['b', 'bb', 'c', 'd'].map(keyOf);
    const second = await run(mended, { keys }, { mayGoOn: () => false });
    expect([second.cursor?.after, kinds(second)]).toEqual([keyOf('b'), { written: 1 }]);
    const third = await redrive(writeClient(), mended, { ...order({ keys }), cursor: second.cursor }, invocation());
    expect(kinds(third)).toEqual({ 'written': 1, 'not-redriven': 2 });
  });

  it('are told of with the first keys of their letters, since an answer takes no thousands', async () => {
    await bucket.put(keyOf('n'), batch(Array.from({ length: 30 }, (_, index) => 101 + index)));
    const { attention: [report] } = await run(mistaken, { all: true }, later);
    expect(report).toMatchObject({ outcome: 'refused', moreKeys: 10 });
    expect(report?.keys).toHaveLength(20);
    expect(await bucket.keys()).toHaveLength(30);
  });
});

it('keeps a letter that speaks of a reading its message has not', async () => {
  await deliver(mistaken, ofDevice('o', 101));
  const [key] = await bucket.keys();
  await bucket.put(key!, JSON.stringify({ ...(await bucket.read(key!)), position: { message: (await bucket.read(key!) as { position: { message: string } }).position.message, index: 7 } }));
  expect(kinds(await run(mended))).toEqual({ 'not-redriven': 1 });
  expect(await bucket.keys()).toEqual([key]);
});

it('shows conflicts of the magnetic store, and does not send them again', async () => {
  const letter: DeadLetter = {
    reason: 'conflict', detail: 'lower', source: 'timestream', position: { message: 'report', index: 0 }, topic: undefined, clientId: undefined, table: 'SensorReadings',
    receivedAt, deadLetteredAt: new Date(receivedAt).toISOString(), payload: base64('{}'), function: 'collect-rejects', requestId: 'r', redriven: 0,
  };
  await bucket.put(deadLetterKey(letter), JSON.stringify(letter));
  const redriven = await run(mended, { source: 'timestream' });
  expect(redriven.attention).toEqual([expect.objectContaining({ outcome: 'not-redriven', detail: expect.stringContaining('higher version') })]);
});

const anyDay = fc.record({
  messages: fc.array(fc.array(fc.record({ value: fc.integer({ min: 90, max: 110 }), kind: fc.constantFrom('good', 'good', 'malformed') }), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
  writeFaults: fc.array(fc.constantFrom<WriteFault>('denied', 'lost', 'throttled'), { maxLength: 6 }),
  bucketFaults: fc.array(fc.constantFrom<BucketFault>('fine', 'denied', 'lost'), { maxLength: 10 }),
  together: fc.integer({ min: 1, max: 2 }),
  limit: fc.integer({ min: 3, max: 10 }),
});

it('settles every reading once, whatever redrives and faults come together', async () => {
  let days = 0;
  await fc.assert(
    fc.asyncProperty(anyDay, async ({ messages, writeFaults, bucketFaults, together, limit }) => {
      const day = `day-${(days += 1)}-`;
      timestream.meet([]);
      bucket.meet([]);
      await bucket.clear();
      let serial = 0;
      for (const [index, message] of messages.entries()) {
        await deliver(mistaken, message.map(({ value, kind }) => ({ device_id: `${day}${(serial += 1)}`, battery_pct: value, temperature: kind === 'good' ? 21 : 'warm' })), `gateways/${day}${index}`);
      }
      const malformed = messages.flat().filter(({ kind }) => kind === 'malformed').length;
      timestream.meet(writeFaults);
      bucket.meet(bucketFaults);
      const isLeft = async () => (await bucket.keys()).some((key) => key.startsWith('reason=out-of-range/'));
      // There are only so many faults; the test's own time-out ends what never ends.
      while (await isLeft()) await Promise.all(Array.from({ length: together }, () => run(mended, { reason: 'out-of-range', limit })));
      const values = messages.flat().filter(({ kind }) => kind === 'good').map(({ value }) => value).sort((a, b) => a - b);
      expect(await batteries(day)).toEqual(values);
      const letters = await bucket.keys();
      expect(letters.filter((key) => key.startsWith('reason=bad-measure/'))).toHaveLength(malformed);
      expect(letters).toHaveLength(malformed);
    }),
    { numRuns: process.env['TIDEGAUGE_TEST_LONG'] === '1' ? 100 : 6 },
  );
}, 600_000);
