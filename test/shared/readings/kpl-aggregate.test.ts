/** Aggregated records of the Kinesis Producer Library: all of their records come out, and broken ones are refused. */
import fc from 'fast-check';
import { isKplAggregate, kplRecords } from '../../../shared/readings/kpl-aggregate';
import { aggregated, bytesField, sealed, varintField } from './kpl-encoder';

const unreadable = (detail: string) => expect.objectContaining({ reason: 'unreadable', detail: expect.stringContaining(detail) });
const texts = (aggregate: Buffer) => (kplRecords(aggregate) as Buffer[]).map(String);

it('opens bytes written out by hand', () => {
  // partition_key_table: "pk"; records: {partition_key_index: 0, data: "hi"}; and its MD5, as md5sum says.
  const message = '0a02706b' + '1a0608001a026869';
  const record = Buffer.from(`f3899ac2${message}5c6599190ec71b18cb2e1ad0c4e3ba19`, 'hex');
  expect(isKplAggregate(record)).toBe(true);
  expect(texts(record)).toEqual(['hi']);
});

it('loses nothing, changes nothing and keeps the order', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (records) => {
    const opened = kplRecords(aggregated(records)) as Buffer[];
    expect(opened.map((data) => data.toString('hex'))).toEqual(records.map((data) => Buffer.from(data).toString('hex')));
  }));
});

it('reads over fields it does not know, whatever their kind', () => {
  const fixed64 = Buffer.from('4102030405060708ff', 'hex');
  const fixed32 = Buffer.from('4502030405', 'hex');
  const record = bytesField(3, Buffer.concat([fixed64, varintField(300, 2 ** 40), bytesField(3, 'x'), fixed32]));
  expect(texts(sealed(Buffer.concat([bytesField(9, 'new'), record])))).toEqual(['x']);
});

it('holds no records when none are in it', () => {
  expect(kplRecords(aggregated([]))).toEqual([]);
});

it.each([
  ['one changed byte', () => { const bytes = aggregated(['abc']); bytes[20]! ^= 1; return bytes; }, 'checksum'],
  ['its end cut off', () => aggregated(['abc']).subarray(0, -1), 'checksum'],
  ['nothing behind the magic number', () => Buffer.from('f3899ac2', 'hex'), 'too few'],
])('refuses a record with %s', (_what, make, detail) => {
  expect(kplRecords(make())).toEqual(unreadable(detail));
});

it.each([
  ['a record without data', bytesField(3, varintField(1, 0))],
  ['records that are numbers', varintField(3, 1)],
  ['data that is a number', bytesField(3, varintField(3, 1))],
  ['a length behind the end', Buffer.from('1a05', 'hex')],
  ['a varint without end', Buffer.alloc(20, 0xff)],
  ['a varint cut off', Buffer.from('08ff', 'hex')],
  ['eight bytes cut off', Buffer.from('4101', 'hex')],
  ['a group, which protobuf gave up', Buffer.from('0b0c', 'hex')],
  ['a field of number 0', Buffer.from('0001', 'hex')],
])('refuses %s, though the checksum is right', (_what, message) => {
  expect(kplRecords(sealed(message))).toEqual(unreadable('protobuf'));
});

it('is not mistaken for JSON or gzip', () => {
  expect(['{}', '', '\x1f\x8b', 'ó'].map((text) => isKplAggregate(Buffer.from(text, 'latin1')))).toEqual([false, false, false, false]);
});
