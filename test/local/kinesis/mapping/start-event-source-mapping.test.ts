/** The event-source mapping as its users see it: batches, retries, what is given up, and where it goes on after a restart. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaError } from '../../../../local/lambda/lambda-function';
import { functionError, handled, itemFailures, MappingUnderTest, type StreamEvent } from './mapping-under-test';

let mapping: MappingUnderTest;
beforeEach(() => { mapping = new MappingUnderTest(); });
afterEach(() => mapping.remove());

const called = (times: number) => mapping.clock.until(() => mapping.batches.length >= times);

describe('the event', () => {
  it('has the shape of a real one', async () => {
    const [real] = (JSON.parse(readFileSync(join(__dirname, '../../../../events/ingest-kinesis.json'), 'utf8')) as StreamEvent).Records;
    const { sequenceNumber } = mapping.stream.put('sensor-001', 'hello');
    await mapping.start();
    await called(1);
    const [record] = mapping.events[0]!.Records;
    expect(record).toEqual({
      kinesis: { kinesisSchemaVersion: '1.0', partitionKey: 'sensor-001', sequenceNumber, data: 'aGVsbG8=', approximateArrivalTimestamp: mapping.clock.ms / 1000 },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `shardId-000000000000:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/ingest',
      awsRegion: 'us-east-1',
      eventSourceARN: mapping.stream.arn,
    });
    expect(Object.keys(record!).sort()).toEqual(Object.keys(real!).sort());
    expect(Object.keys(record!.kinesis).sort()).toEqual(Object.keys(real!.kinesis).sort());
  });
});

describe('a batch', () => {
  it('holds what is there, up to the batch size', async () => {
    mapping.put('1', '2', '3', '4', '5');
    await mapping.start({ batchSize: 2 });
    await called(3);
    expect(mapping.batches).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('waits for its window, and not longer than until it is full', async () => {
    await mapping.start({ batchSize: 3, batchingWindowMs: 5000 });
    mapping.put('1');
    await mapping.clock.until(() => mapping.clock.waits.length === 1);
    expect(mapping.clock.waits).toEqual([5000]);
    mapping.clock.advance(2000);
    mapping.put('2', '3', '4');
    await called(1);
    expect(mapping.batches).toEqual([['1', '2', '3']]);
    await mapping.clock.until(() => mapping.clock.waits.length === 1);
    mapping.clock.advance(5000);
    await called(2);
    expect(mapping.batches[1]).toEqual(['4']);
  });

  it('is no larger than 6 MB as an event', async () => {
    const megabyte = Buffer.alloc(1_000_000, 'x');
    for (let at = 0; at < 6; at += 1) mapping.stream.put('key', megabyte);
    await mapping.start();
    await called(2);
    expect(mapping.events.map(({ Records }) => Records.length)).toEqual([4, 2]);
    for (const event of mapping.events) expect(JSON.stringify(event).length).toBeLessThanOrEqual(6 * 1024 * 1024);
  });

  it('of one record that no event can hold is given up, and the next one follows', async () => {
    mapping.stream.put('key', Buffer.alloc(5 * 1024 * 1024));
    mapping.put('next');
    mapping.answer = (event) => {
      if (JSON.stringify(event).length > 6 * 1024 * 1024) throw new LambdaError('RequestTooLargeException', 'too large');
      return handled;
    };
    await mapping.start();
    await called(2);
    expect(mapping.failures[0]!.document).toMatchObject({ requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 0 }, KinesisBatchInfo: { batchSize: 1 } });
    expect(mapping.batches[1]).toEqual(['next']);
  });
});

describe('batches side by side', () => {
  it('run as many at once as the parallelization factor says, each key in one of them', async () => {
    const keys = Array.from({ length: 32 }, (_, at) => `sensor-${at}`);
    for (const key of [...keys, ...keys]) mapping.stream.put(key);
    const finish: (() => void)[] = [];
    mapping.answer = () => new Promise((resolve) => { finish.push(() => { resolve(handled); }); });
    await mapping.start({ parallelizationFactor: 4, batchSize: 2 });
    await called(4);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(finish).toHaveLength(4);
    const firsts = mapping.batches.map((batch) => new Set(batch));
    for (const [at, keys] of firsts.entries()) for (const other of firsts.slice(at + 1)) expect([...keys].filter((key) => other.has(key))).toEqual([]);
    mapping.answer = () => handled;
    for (const end of finish) end();
    await mapping.clock.until(() => mapping.batches.flat().length === 64);
  });

  it('go on beside one that fails', async () => {
    // The MD5 of one is odd, that of the other even, so that two batches part them.
    const [stuck, other] = ['sensor-001', 'sensor-002'];
    mapping.stream.put(stuck!);
    for (let at = 0; at < 5; at += 1) mapping.stream.put(other!, String(at));
    mapping.answer = ({ Records }) => (Records.some(({ kinesis }) => kinesis.partitionKey === stuck) ? functionError : handled);
    await mapping.start({ parallelizationFactor: 2, batchSize: 1 });
    await called(6);
    expect(mapping.batches.flat().toSorted()).toEqual(['0', '1', '2', '3', '4', stuck]);
    expect(mapping.clock.waits).toEqual([1000]);
  });
});

describe('a failed batch', () => {
  it('is tried again from the lowest record that the function names', async () => {
    mapping.put('1', '2', '3', '4');
    mapping.answer = (event) => (mapping.batches.length === 1 ? itemFailures(event, '4', '2') : handled);
    await mapping.start();
    await mapping.clock.until(() => mapping.batches.length === 2, true);
    expect(mapping.batches).toEqual([['1', '2', '3', '4'], ['2', '3', '4']]);
  });

  it('is tried again whole when the mapping does not take partial responses', async () => {
    mapping.put('1', '2');
    mapping.answer = (event) => (mapping.batches.length === 1 ? functionError : itemFailures(event, '2'));
    await mapping.start({ reportsItemFailures: false });
    await mapping.clock.until(() => mapping.batches.length === 2, true);
    mapping.put('3');
    await called(3);
    expect(mapping.batches).toEqual([['1', '2'], ['1', '2'], ['3']]);
  });

  it('waits longer each time', async () => {
    mapping.put('1');
    mapping.answer = () => functionError;
    await mapping.start();
    for (const waited of [1000, 2000, 3000]) {
      await mapping.clock.until(() => mapping.clock.waits.length === 1);
      expect(mapping.clock.waits).toEqual([waited]);
      mapping.clock.advance(waited);
      await mapping.clock.until(() => mapping.clock.waits[0] !== 0 && mapping.clock.waits.length === 1);
    }
  });

  it('is given up after its retries, with a record of it at the destination', async () => {
    mapping.put('1', '2');
    mapping.answer = ({ Records }) => (Records.length === 2 ? functionError : handled);
    await mapping.start({ maximumRetryAttempts: 2 });
    await mapping.clock.until(() => mapping.failures.length === 1, true);
    expect(mapping.batches).toHaveLength(3);
    const [{ destination, key, document }] = mapping.failures as [MappingUnderTest['failures'][number]];
    expect(destination).toBe('arn:aws:s3:::letters');
    const [first, last] = mapping.stream.records;
    const at = new Date(mapping.clock.ms).toISOString();
    const arrival = new Date(first!.arrivalMs).toISOString();
    expect(document).toEqual({
      requestContext: { requestId: expect.any(String), functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ingest', condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: at,
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000', startSequenceNumber: first!.sequenceNumber, endSequenceNumber: last!.sequenceNumber,
        approximateArrivalOfFirstRecord: arrival, approximateArrivalOfLastRecord: arrival, batchSize: 2, streamArn: mapping.stream.arn,
      },
      payload: JSON.stringify(mapping.events[0]),
    });
    expect(key).toMatch(/^aws\/lambda\/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}\/shardId-000000000000\/2023\/11\/14\/2023-11-14T22\.15\.03-[0-9a-f-]{36}$/);
    mapping.put('3');
    await called(4);
  });

  it('is dropped with a line in the log when there is no destination', async () => {
    mapping.put('1');
    mapping.answer = () => functionError;
    mapping.hasDestination = false;
    await mapping.start({ maximumRetryAttempts: 0 });
    await mapping.clock.until(() => mapping.lines.some((line) => line.includes('dropped')), true);
    expect(mapping.failures).toEqual([]);
  });

  it('is halved until the bad record is alone, without using up retries', async () => {
    mapping.put('1', '2', 'bad', '4');
    mapping.answer = () => (mapping.batches.at(-1)!.includes('bad') ? functionError : handled);
    await mapping.start({ bisectOnFunctionError: true, maximumRetryAttempts: 1 });
    await mapping.clock.until(() => mapping.failures.length === 1 && mapping.batches.at(-1)![0] === '4', true);
    expect(mapping.batches).toEqual([['1', '2', 'bad', '4'], ['1', '2'], ['bad', '4'], ['bad'], ['bad'], ['4']]);
    expect(mapping.givenUp).toEqual(['bad']);
  });

  it('is split at the record that the function names', async () => {
    mapping.put('1', 'bad', '3');
    mapping.answer = (event) => (mapping.batches.at(-1)!.includes('bad') ? itemFailures(event, 'bad') : handled);
    await mapping.start({ bisectOnFunctionError: true, maximumRetryAttempts: 0 });
    await mapping.clock.until(() => mapping.failures.length === 1 && mapping.batches.at(-1)![0] === '3', true);
    expect(mapping.batches).toEqual([['1', 'bad', '3'], ['bad', '3'], ['bad'], ['3']]);
    expect(mapping.givenUp).toEqual(['bad']);
    expect(mapping.failures[0]!.document.responseContext).toEqual({ statusCode: 200, executedVersion: '$LATEST' });
  });

  it('waits for its destination when that does not answer', async () => {
    mapping.put('1');
    mapping.answer = () => functionError;
    let refusals = 3;
    mapping.putFailure = async () => { if (refusals-- > 0) throw new Error('no bucket'); };
    await mapping.start({ maximumRetryAttempts: 0 });
    await mapping.clock.until(() => mapping.failures.length === 1, true);
    expect(mapping.givenUp).toEqual(['1']);
    expect(mapping.batches).toHaveLength(1);
  });
});

describe('an invocation that is throttled', () => {
  it('is repeated without using up retries', async () => {
    mapping.put('1');
    mapping.answer = () => {
      if (mapping.batches.length <= 5) throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.');
      return handled;
    };
    await mapping.start({ maximumRetryAttempts: 0 });
    await mapping.clock.until(() => mapping.batches.length === 6, true);
    mapping.put('2');
    await called(7);
    expect(mapping.failures).toEqual([]);
  });
});

describe('a record that is too old', () => {
  it('is not sent, and stands in a failure record', async () => {
    mapping.put('old');
    mapping.clock.advance(60_001);
    mapping.put('new');
    await mapping.start({ maximumRecordAgeMs: 60_000 });
    await mapping.clock.until(() => mapping.failures.length === 1 && mapping.batches.length === 1);
    expect(mapping.batches).toEqual([['new']]);
    expect(mapping.failures[0]!.document).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 }, KinesisBatchInfo: { batchSize: 1 } });
    expect(mapping.failures[0]!.document).not.toHaveProperty('responseContext');
  });

  it('of exactly the greatest age is sent', async () => {
    mapping.put('just in time');
    mapping.clock.advance(60_000);
    await mapping.start({ maximumRecordAgeMs: 60_000 });
    await called(1);
    expect(mapping.failures).toEqual([]);
  });

  it('while it is tried again is given up', async () => {
    mapping.put('1');
    mapping.answer = () => functionError;
    await mapping.start({ maximumRecordAgeMs: 60_000 });
    await mapping.clock.until(() => mapping.failures.length === 1, true);
    expect(mapping.failures[0]!.document.requestContext.condition).toBe('RecordAgeExceeded');
    expect(mapping.failures[0]!.document.responseContext).toBeDefined();
  });

  it('is given up with the retention of the stream when the mapping has no limits', async () => {
    mapping.put('1');
    mapping.answer = () => functionError;
    await mapping.start();
    await mapping.clock.until(() => mapping.failures.length === 1, true);
    expect(mapping.failures[0]!.document.requestContext.condition).toBe('RecordAgeExceeded');
  });
});

describe('the starting position', () => {
  it('TRIM_HORIZON begins with the oldest record', async () => {
    mapping.put('1');
    await mapping.start({ startingPosition: { kind: 'TRIM_HORIZON' } });
    await called(1);
    expect(mapping.batches).toEqual([['1']]);
  });

  it('LATEST begins with what is put after the start', async () => {
    mapping.put('1');
    await mapping.start({ startingPosition: { kind: 'LATEST' } });
    mapping.put('2');
    await called(1);
    expect(mapping.batches).toEqual([['2']]);
  });

  it('AT_TIMESTAMP begins with the first record from then on', async () => {
    mapping.put('1');
    mapping.clock.advance(1000);
    const timestampMs = mapping.clock.ms;
    mapping.put('2');
    await mapping.start({ startingPosition: { kind: 'AT_TIMESTAMP', timestampMs } });
    await called(1);
    expect(mapping.batches).toEqual([['2']]);
  });
});

describe('after a restart', () => {
  it('the mapping goes on behind what was settled, wherever it is told to start', async () => {
    mapping.put('1', '2');
    await mapping.start();
    await called(1);
    await mapping.stop();
    mapping.put('3');
    await mapping.start({ startingPosition: { kind: 'LATEST' } });
    await called(2);
    expect(mapping.batches).toEqual([['1', '2'], ['3']]);
  });

  it('a mapping that began with LATEST delivers what was put while it was stopped', async () => {
    await mapping.start({ startingPosition: { kind: 'LATEST' } });
    await mapping.stop();
    mapping.put('1');
    await mapping.start({ startingPosition: { kind: 'LATEST' } });
    await called(1);
    expect(mapping.batches).toEqual([['1']]);
  });

  it('records are delivered again whose batch had failed', async () => {
    mapping.put('1', '2');
    mapping.answer = (event) => itemFailures(event, '2');
    await mapping.start();
    await mapping.clock.until(() => mapping.clock.waits.length === 1);
    await mapping.stop();
    mapping.answer = () => handled;
    await mapping.start();
    await called(2);
    expect(mapping.batches).toEqual([['1', '2'], ['2']]);
  });

  it('an invocation that ran while it stopped counts', async () => {
    mapping.put('1');
    let finish: () => void = () => undefined;
    mapping.answer = () => new Promise((resolve) => { finish = () => { resolve(handled); }; });
    await mapping.start();
    await called(1);
    const stopped = mapping.stop();
    finish();
    await stopped;
    mapping.answer = () => handled;
    mapping.put('2');
    await mapping.start();
    await called(2);
    expect(mapping.batches).toEqual([['1'], ['2']]);
  });
});

it('says how many records expired before it could read them', async () => {
  await mapping.start();
  await mapping.stop();
  mapping.put('1', '2');
  mapping.clock.advance(86_400_001);
  mapping.put('3');
  await mapping.start();
  await called(1);
  expect(mapping.batches).toEqual([['3']]);
  expect(mapping.lines).toContain('readings: 2 records of shardId-000000000000 expired before they could be read');
});
