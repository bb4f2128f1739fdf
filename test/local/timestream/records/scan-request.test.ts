import fc from 'fast-check';
import { ServiceError } from '../../../../local/timestream/errors';
import { list, parseInput, required, structure, text } from '../../../../local/timestream/protocol/shape';
import { parseWireJson } from '../../../../local/timestream/protocol/wire-json';
import { decodeRecords } from '../../../../local/timestream/records/decode-records';
import { maxRecordsPerRequest } from '../../../../local/timestream/records/limits';
import { recordShape } from '../../../../local/timestream/records/record-shape';
import type { ScannedRequest } from '../../../../local/timestream/records/scan-request';
import { scanRequest } from '../../../../local/timestream/records/scan-request';
import { anyCharacter } from '../../../any-character';

const shape = structure({
  DatabaseName: required(text()), TableName: required(text()),
  Records: required(list(recordShape, { min: 1, max: maxRecordsPerRequest })), CommonAttributes: recordShape,
});

/** What parsing, checking and decoding make of a body. */
function decoded(body: Buffer): ScannedRequest | 'refused' {
  try {
    const { DatabaseName, TableName, Records, CommonAttributes } = parseInput(shape, parseWireJson(body));
    return { databaseName: DatabaseName, tableName: TableName, records: decodeRecords(Records, CommonAttributes) };
  } catch (error) {
    if (error instanceof ServiceError) return 'refused';
    throw error;
  }
}

/** It may leave a body to the long way; if it does not, it must come to the same. */
function expectAgreement(body: Buffer): void {
  const scanned = scanRequest(body);
  if (scanned !== undefined) expect(scanned).toEqual(decoded(body));
}

type Json = Record<string, unknown>;

const bodyOf = (records: readonly Json[], common?: Json) => Buffer.from(JSON.stringify({ DatabaseName: 'd', TableName: 't', Records: records, ...(common && { CommonAttributes: common }) }));

const withText = (body: Buffer, text: string, other: string) => Buffer.from(String(body).replace(text, other));

const dimension = { Name: 'device_id', Value: 'a' };
const single = { Dimensions: [dimension], MeasureName: 'temperature', MeasureValue: '21.5', Time: '1700000000123' };
const multi = {
  Dimensions: [dimension, { Name: 'größe', Value: '大' }], MeasureName: 'metrics', MeasureValueType: 'MULTI', Time: '1700000000', TimeUnit: 'SECONDS', Version: 7,
  MeasureValues: [{ Name: 'temperature', Value: '-0.25', Type: 'DOUBLE' }, { Name: 'count', Value: '-9223372036854775808', Type: 'BIGINT' }, { Name: 'on', Value: 'true', Type: 'BOOLEAN' }, { Name: 'note', Value: 'größer', Type: 'VARCHAR' }],
};

describe('scanning a request', () => {
  it.each([
    ['a single-measure record', bodyOf([single])],
    ['multi-measure records with all types, beyond ASCII too', bodyOf([multi, multi])],
    ['records that differ in everything', bodyOf([single, multi, { ...single, MeasureName: 'humidity', MeasureValueType: 'BIGINT', MeasureValue: '5' }])],
    ['common attributes', bodyOf([{ MeasureValue: '1' }, { MeasureValue: '2.5e3', Version: 2 }], { ...single, MeasureValue: undefined })],
    ['dimensions that are common and own', bodyOf([{ ...single, Dimensions: [{ Name: 'site', Value: 'x]y' }] }], { Dimensions: [dimension] })],
    ['spaces and line ends between the members', Buffer.from(JSON.stringify({ TableName: 't', CommonAttributes: single, DatabaseName: 'd', Records: [{}, { MeasureValue: '3' }] }, undefined, 2))],
    ['other orders of the members, as boto3 sends them', Buffer.from('{"TableName": "t", "DatabaseName": "d", "Records": [{"Time": "5", "MeasureValues": [{"Type": "DOUBLE", "Value": "1", "Name": "x"}], "MeasureValueType": "MULTI", "MeasureName": "m", "Dimensions": [{"Value": "v", "Name": "n"}]}]}')],
    ['escapes in a dimension', withText(bodyOf([single]), '"a"', '"\\u0061"')],
    ['the largest version', withText(bodyOf([{ ...single, Version: 1 }]), '"Version":1', '"Version":9223372036854775807')],
  ])('takes the short way with %s', (_what, body) => {
    expect(scanRequest(body)).toBeDefined();
    expect(scanRequest(body)).toEqual(decoded(body));
  });

  it.each([
    ['no record', bodyOf([])],
    ['101 records', bodyOf(Array.from({ length: 101 }, () => single))],
    ['version 0', bodyOf([{ ...single, Version: 0 }])],
    ['a version beyond 64 bits', withText(bodyOf([{ ...single, Version: 1 }]), '"Version":1', '"Version":9223372036854775808')],
    ['a version with a leading zero', withText(bodyOf([{ ...single, Version: 1 }]), '"Version":1', '"Version":01')],
    ['an empty value', bodyOf([{ ...single, MeasureValue: '' }])],
    ['a value of 2,049 characters', bodyOf([{ ...single, MeasureValueType: 'VARCHAR', MeasureValue: 'x'.repeat(2049) }])],
    ['a value that is no number', bodyOf([{ ...single, MeasureValue: '1.2.3' }])],
    ['an empty common time', bodyOf([{ ...single }], { Time: '' })],
    ['an unknown unit', bodyOf([{ ...single, TimeUnit: 'HOURS' }])],
    ['a name with a control character', withText(bodyOf([single]), 'temperature', 'tempera\u0001ture')],
    ['a dimension twice', bodyOf([single], { Dimensions: [dimension] })],
    ['an attribute twice', bodyOf([{ ...multi, MeasureValues: [multi.MeasureValues[0], multi.MeasureValues[0]] }])],
    ['a dimension without a value', bodyOf([{ ...single, Dimensions: [{ Name: 'x' }] }])],
    ['a text that ends in half a character', Buffer.concat([bodyOf([single]).subarray(0, 90), Buffer.from([0xc3]), bodyOf([single]).subarray(90)])],
    ['more after the end', Buffer.concat([bodyOf([single]), Buffer.from('}')])],
    ['nothing', Buffer.alloc(0)],
  ])('leaves it to the long way to refuse %s', (_what, body) => {
    expect(scanRequest(body)).toBeUndefined();
    expect(decoded(body)).toBe('refused');
  });

  it.each([
    ['an escape', withText(bodyOf([single]), 'temperature', 'temper\\u0061ture')],
    ['a TIMESTAMP', bodyOf([{ ...multi, MeasureValues: [{ Name: 'seen', Value: '5', Type: 'TIMESTAMP' }] }])],
    ['null for an absent member', bodyOf([{ ...single, Version: null }])],
    ['257 attributes', bodyOf([{ ...multi, MeasureValues: Array.from({ length: 257 }, (_, at) => ({ Name: `a${at}`, Value: 'true', Type: 'BOOLEAN' })) }])],
    ['a member that nobody knows', bodyOf([{ ...single, Colour: 'red' }])],
  ])('leaves %s to the long way, which takes it', (_what, body) => {
    expect(scanRequest(body)).toBeUndefined();
    expect(decoded(body)).not.toBe('refused');
  });

  it('does not mistake what it knows for what is there', () => {
    for (const Value of ['1', '12', '', '1"', '1\\', '1]']) expectAgreement(bodyOf([{ ...single, Dimensions: [{ Name: 'n', Value }] }]));
    for (const Name of ['x', 'xy', 'x', '', 'ts_x', 'x"']) expectAgreement(bodyOf([{ ...multi, MeasureValues: [{ Name, Value: '1', Type: 'DOUBLE' }] }]));
    for (const Type of ['DOUBLE', 'BIGINT', 'DOUBL', 'MULTI', 'TIMESTAMP']) expectAgreement(bodyOf([{ ...multi, MeasureValues: [{ Name: 'x', Value: '1.5', Type }] }]));
  });
});

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;

/** Few texts, so that much is repeated, and all of them awkward at one place or another. */
const name = fc.constantFrom('a', 'b', 'größe', 'ts_x', 'a]', 'x:y', '', 'a"b', 'time');
const plainName = fc.constantFrom('temperature', 'humidity', 'größe', 'a b', 'x');
const value = fc.oneof(
  fc.constantFrom('1', '0', '-0', '21.50', '.5', '5.', '-', '.', '1e400', '1e5', '+1', 'NaN', 'true', '9007199254740993', '0.1234567890123456789', '', ' 1', '٣', '\u{1f600}'),
  fc.double({ noNaN: true }).map(String), fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String), fc.string({ unit: anyCharacter, maxLength: 4 }),
);
const type = fc.constantFrom('DOUBLE', 'DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP', 'MULTI', 'FLOAT');
const time = fc.constantFrom('1700000000000', '1700000000001', '0', '', '-1', '1.5', '9'.repeat(30));

const record = (names: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>, types: fc.Arbitrary<string>, times: fc.Arbitrary<string>, requiredKeys: 'all' | 'none') => fc.record({
  Dimensions: fc.array(fc.record({ Name: names, Value: fc.string({ maxLength: 3 }) }), { minLength: requiredKeys === 'all' ? 1 : 0, maxLength: 3 }),
  MeasureName: names, MeasureValue: values, MeasureValueType: types, Time: times,
  TimeUnit: fc.constantFrom('MILLISECONDS', 'SECONDS', 'HOURS'), Version: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constantFrom(1.5, '1', null, 1e18)),
  MeasureValues: fc.array(fc.record({ Name: names, Value: values, Type: types }), { maxLength: 3 }),
}, requiredKeys === 'all' ? {} : { requiredKeys: [] });

const anyRecord = record(name, value, type, time, 'none');
const likelyRecord = fc.record({
  Dimensions: fc.uniqueArray(fc.record({ Name: plainName, Value: fc.constantFrom('1', '2', '') }), { minLength: 1, maxLength: 2, selector: ({ Name }) => Name }),
  MeasureName: plainName, MeasureValueType: fc.constant('MULTI'), Time: fc.constantFrom('1700000000000', '1700000000001'),
  MeasureValues: fc.uniqueArray(fc.record({ Name: plainName, Value: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), Type: fc.constantFrom('DOUBLE', 'VARCHAR') }), { minLength: 1, maxLength: 3, selector: ({ Name }) => Name }),
});

const request = fc.record({
  DatabaseName: fc.constantFrom('d', 'e'), TableName: fc.constantFrom('t', 'ü'), Records: fc.array(fc.oneof(anyRecord, likelyRecord), { minLength: 1, maxLength: 4 }), CommonAttributes: anyRecord,
}, { requiredKeys: ['DatabaseName', 'TableName', 'Records'] }).map((value) => Buffer.from(JSON.stringify(value)));

/** One member, so that what is awkward about it is not lost among others. */
const commonMember = fc.tuple(record(name, value, type, time, 'all'), fc.constantFrom('Dimensions', 'MeasureName', 'MeasureValue', 'MeasureValueType', 'Time', 'TimeUnit', 'Version', 'MeasureValues')).map(([members, key]) => ({ [key]: members[key as keyof typeof members] })); // one of the keys above
const requestWithCommonMember = fc.tuple(fc.array(likelyRecord, { minLength: 1, maxLength: 3 }), commonMember).map(([records, common]) => bodyOf(records, common));

const likelyRequest = fc.array(likelyRecord, { minLength: 1, maxLength: 4 }).map((records) => bodyOf(records));

describe('for random requests, scanning', () => {
  const numRuns = isLong ? 100_000 : 2_000;

  it('comes to what parsing, checking and decoding come to, or leaves it to them', () => {
    fc.assert(fc.property(fc.oneof(request, requestWithCommonMember), expectAgreement), { numRuns });
  });

  it('takes what is plain and valid', () => {
    fc.assert(fc.property(likelyRequest, (body) => {
      expect(scanRequest(body)).toEqual(decoded(body));
    }), { numRuns: numRuns / 4 });
  });

  it('agrees on requests with a byte changed, added or taken away', () => {
    fc.assert(fc.property(likelyRequest, fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 1 }), fc.nat({ max: 1 }), (body, place, byte, added, removed) => {
      const at = place % body.length;
      scanRequest(body);
      expectAgreement(Buffer.concat([body.subarray(0, at), Buffer.from(added === 1 ? [byte] : []), body.subarray(at + removed)]));
    }), { numRuns });
  });
});
