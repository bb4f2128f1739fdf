import { decodeRecords } from '../../../../local/timestream/records/decode-records';
import { openTable } from './open-table';

const reading = (dimensions: Readonly<Record<string, string>>) => ({
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })), MeasureName: 'reading', MeasureValue: '1', Time: String(Date.now()),
});

test('series are found by a value of a dimension, also those that come later', async () => {
  const { store, table } = await openTable();
  try {
    await store.write(table, decodeRecords([reading({ host: 'a' }), reading({ host: 'b', site: 'x' }), reading({ site: 'x' })]));
    expect(table.seriesIndex.withDimension('host', ['a'], 9)).toEqual([0]);
    expect(table.seriesIndex.withDimension('site', ['x'], 9)).toEqual([1, 2]);
    await store.write(table, decodeRecords([reading({ host: 'a', site: 'y' })]));
    expect(table.seriesIndex.withDimension('host', ['a', 'b', 'a'], 9)).toEqual([0, 3, 1]);
    expect(table.seriesIndex.withDimension('host', ['A', ''], 9)).toEqual([]);
    expect(table.seriesIndex.withDimension('nothing', ['a'], 9)).toEqual([]);
  } finally {
    await store.close();
  }
});

test('too many series are not listed', async () => {
  const { store, table } = await openTable();
  try {
    await store.write(table, decodeRecords(Array.from({ length: 5 }, (_, host) => reading({ host: `${host}`, site: 'x' }))));
    expect(table.seriesIndex.withDimension('site', ['x'], 5)).toHaveLength(5);
    expect(table.seriesIndex.withDimension('site', ['x'], 4)).toBeUndefined();
  } finally {
    await store.close();
  }
});
