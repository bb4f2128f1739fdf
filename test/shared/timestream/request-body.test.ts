/** Bodies written as text against what the real client makes of the same request, and against each record's own wire form. */
import { TimestreamWriteClient, WriteRecordsCommand, type WriteRecordsRequest } from '@aws-sdk/client-timestream-write';
import fc from 'fast-check';
import { recordToWire, type TimestreamRecord } from '../../../shared/timestream/record';
import { requestBody, type CommonAttributes } from '../../../shared/timestream/request-body';
import { seriesDimensions } from '../../../shared/timestream/series-dimensions';
import { anyCharacter } from '../../any-character';
import { accepted, startFaultyWriteService, type FaultyWriteService } from './faulty-write-service';
import { anyRecord, inSeries, record } from './records';

const target = { database: 'IoTMetrics', table: 'SensorReadings' };
const nothing: CommonAttributes = { dimensions: [] };

/** Whatever it holds, the tests look at it. */
const parsed = (common: CommonAttributes, records: readonly TimestreamRecord[]) =>
  JSON.parse(requestBody(target, common, records.map(inSeries)).toString()) as WriteRecordsRequest;

/** Any text at all, the signs of JSON and halves of surrogate pairs among it. */
const anyText = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom('"', '\\', '\n', '\u2028', '\ud800', 'a\udc00b', '"}],"', 'ü'));
const texts = fc.record({ dimension: anyText, measureName: anyText, measure: anyText, value: anyText });

/** Records that some attributes of are the same, and which. */
const requests = fc.array(fc.tuple(anyRecord, texts), { minLength: 1, maxLength: 5 }).chain((drawn) => {
  const records = drawn.map(([any, { dimension, measureName, measure, value }]): TimestreamRecord => ({
    ...any,
    measureName,
    dimensions: [...any.dimensions, { name: 'text', value: dimension }],
    measures: [...any.measures, { name: measure, type: 'VARCHAR', value }],
  }));
  const [first] = records;
  return fc.record({ dimensions: fc.boolean(), measureName: fc.boolean(), time: fc.boolean(), version: fc.boolean() }).map((shared) => {
    const same = records.map((each) => ({
      ...each,
      ...(shared.dimensions ? { dimensions: [...each.dimensions.filter(({ name }) => name !== 'text'), { name: 'text', value: 'shared' }] } : {}),
      ...(shared.measureName ? { measureName: first!.measureName } : {}),
      ...(shared.time ? { timeNs: first!.timeNs } : {}),
      ...(shared.version ? { version: first!.version } : {}),
    }));
    const common: CommonAttributes = {
      dimensions: shared.dimensions ? seriesDimensions([{ name: 'text', value: 'shared' }]).list : [],
      ...(shared.measureName ? { measureName: first!.measureName } : {}),
      ...(shared.time ? { timeNs: first!.timeNs } : {}),
      ...(shared.version ? { version: first!.version } : {}),
    };
    return { records: same, common };
  });
});

/** A record as the service reads it: with the common attributes, and its time in nanoseconds. */
function merged({ CommonAttributes = {}, Records = [] }: WriteRecordsRequest) {
  return Records.map((own) => {
    const wire = { ...CommonAttributes, ...own, Dimensions: [...(CommonAttributes.Dimensions ?? []), ...(own.Dimensions ?? [])] };
    return inNanoseconds(wire);
  });
}

const nsOfUnit = { MILLISECONDS: 1_000_000n, MICROSECONDS: 1_000n, NANOSECONDS: 1n, SECONDS: 1_000_000_000n };

function inNanoseconds({ Time = '', TimeUnit = 'NANOSECONDS', MeasureValues = [], Dimensions = [], ...rest }: NonNullable<WriteRecordsRequest['Records']>[number]) {
  const ns = (text = '') => (BigInt(text) * nsOfUnit[TimeUnit]).toString();
  return {
    ...rest,
    Time: ns(Time),
    Dimensions: Dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).sort(),
    MeasureValues: MeasureValues.map(({ Name, Type, Value }) => ({ Name, Type, Value: Type === 'TIMESTAMP' ? ns(Value) : Value })),
  };
}

it('says of every record what the record says, each thing once', () => {
  fc.assert(fc.property(requests, ({ records, common }) => {
    const request = parsed(common, records);
    expect(merged(request)).toEqual(records.map((each) => inNanoseconds(recordToWire(each))));
    for (const own of request.Records ?? []) {
      for (const member of Object.keys(own).filter((key) => key !== 'Dimensions')) expect(request.CommonAttributes).not.toHaveProperty(member);
    }
  }));
});

describe('the real client', () => {
  let service: FaultyWriteService;
  let client: TimestreamWriteClient;
  beforeAll(async () => {
    service = await startFaultyWriteService();
    client = new TimestreamWriteClient({ endpoint: service.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  });
  afterAll(async () => {
    client.destroy();
    await service.close();
  });

  it('makes the same body of the same request', async () => {
    await fc.assert(fc.asyncProperty(requests, async ({ records, common }) => {
      const request = parsed(common, records);
      service.answerWith(() => accepted);
      await client.send(new WriteRecordsCommand(request));
      expect(service.requests).toEqual([request]);
    }), { numRuns: 50 });
  });
});

it.each([
  [1_777_624_140_123_000_000n, '1777624140123', 'MILLISECONDS'],
  [1_777_624_140_123_456_000n, '1777624140123456', 'MICROSECONDS'],
  [1_777_624_140_123_456_789n, '1777624140123456789', 'NANOSECONDS'],
  [0n, '0', 'MILLISECONDS'],
])('writes the time %d as %s %s', (timeNs, Time, TimeUnit) => {
  expect(parsed(nothing, [record('a', { timeNs })])).toMatchObject({ CommonAttributes: { TimeUnit }, Records: [{ Time }] });
});

it('takes the finest unit that any time of the request needs, that of a TIMESTAMP measure too', () => {
  const installed = { name: 'installed', type: 'TIMESTAMP' as const, value: '2000000' };
  const times = (...values: bigint[]) => parsed(nothing, values.map((timeNs) => record('a', { timeNs, measures: [installed] })));
  expect(times(1_000_000n)).toMatchObject({ CommonAttributes: { TimeUnit: 'MILLISECONDS' }, Records: [{ Time: '1', MeasureValues: [{ Value: '2' }] }] });
  expect(times(1_000_000n, 1_000n)).toMatchObject({
    CommonAttributes: { TimeUnit: 'MICROSECONDS' },
    Records: [{ Time: '1000', MeasureValues: [{ Value: '2000' }] }, { Time: '1', MeasureValues: [{ Value: '2000' }] }],
  });
  expect(parsed(nothing, [record('a', { timeNs: 0n, measures: [{ ...installed, value: '1' }] })])).toMatchObject({ CommonAttributes: { TimeUnit: 'NANOSECONDS' } });
});
