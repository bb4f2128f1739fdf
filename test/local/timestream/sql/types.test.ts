import { commonType, isComparable, sameType, scalar, typeName, wideningDistance, type SqlType } from '../../../../local/timestream/sql/types';

const [integer, bigint, double] = [scalar('integer'), scalar('bigint'), scalar('double')];
const row = (...fields: readonly (readonly [string | undefined, SqlType])[]): SqlType =>
  ({ kind: 'row', fields: fields.map(([name, type]) => ({ ...(name !== undefined && { name }), type })) });

test('rows are of one type only with the same names', () => {
  expect(sameType(row(['a', bigint]), row(['a', bigint]))).toBe(true);
  expect(sameType(row(['a', bigint]), row(['b', bigint]))).toBe(false);
  expect(sameType(row(['a bigint, b', bigint]), row(['a', bigint], ['b', bigint]))).toBe(false);
});

test('a row widens field by field and may lose names, but not get them', () => {
  expect(wideningDistance(row(['a', integer]), row(['a', double]))).toBe(2);
  expect(wideningDistance(row(['a', integer]), row([undefined, integer]))).toBe(0);
  expect(wideningDistance(row([undefined, integer]), row(['a', integer]))).toBe(Infinity);
  expect(wideningDistance(row(['a', double]), row(['a', integer]))).toBe(Infinity);
  expect(wideningDistance(row(['a', integer]), row(['a', integer], ['b', integer]))).toBe(Infinity);
});

test('the common type of two rows is that of each pair of fields, with the names they share', () => {
  const common = commonType(row(['a', integer], ['b', double]), row(['a', double], ['c', bigint]));
  expect(common && typeName(common)).toBe('row(a double, double)');
  expect(commonType(row(['a', integer]), row(['a', scalar('varchar')]))).toBeUndefined();
});

test('a row with a series in it cannot be compared', () => {
  expect(isComparable(row(['a', bigint]))).toBe(true);
  expect(isComparable(row(['a', { kind: 'timeseries', value: bigint }]))).toBe(false);
});
