import type { ColumnInfo, ScalarType } from '@aws-sdk/client-timestream-query';
import { rowsFromPage } from '../../../shared/timestream/rows';

const column = (type: ScalarType, name?: string): ColumnInfo => ({ Type: { ScalarType: type }, ...(name === undefined ? {} : { Name: name }) });
const cell = (type: ScalarType, text: string) => rowsFromPage([column(type, 'x')], [{ Data: [{ ScalarValue: text }] }])[0]?.x;

test.each<[ScalarType, string, unknown]>([
  ['DOUBLE', '1.6554878837710001E9', 1655487883.7710001],
  ['DOUBLE', 'NaN', NaN],
  ['DOUBLE', '-Infinity', -Infinity],
  ['INTEGER', '7', 7],
  ['BIGINT', '9007199254740993', 9007199254740993n],
  ['BOOLEAN', 'true', true],
  ['BOOLEAN', 'false', false],
  ['VARCHAR', '', ''],
  ['TIMESTAMP', '2026-11-22 10:00:00.123456789', 1_795_341_600_123_456_789n],
])('%s %s', (type, text, value) => {
  expect(cell(type, text)).toBe(value);
});

test('null of any type is null, the unknown type too', () => {
  const columns = [column('DOUBLE', 'a'), column('UNKNOWN', 'b')];
  expect(rowsFromPage(columns, [{ Data: [{ NullValue: true }, { NullValue: true }] }])).toEqual([{ a: null, b: null }]);
});

test('columns without a name are named by position, as in the console of the service', () => {
  expect(rowsFromPage([column('BIGINT'), column('VARCHAR')], [{ Data: [{ ScalarValue: '1' }, { ScalarValue: 'x' }] }])).toEqual([
    { _col0: 1n, _col1: 'x' },
  ]);
});

test('a type that no statement of ours asks for is refused, rows or not', () => {
  expect(() => rowsFromPage([{ Name: 'x', Type: { TimeSeriesMeasureValueColumnInfo: { Type: { ScalarType: 'DOUBLE' } } } }], [])).toThrow(TypeError);
  expect(() => cell('TIMESTAMP', 'yesterday')).toThrow(TypeError);
});
