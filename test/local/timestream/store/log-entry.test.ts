import fc from 'fast-check';
import type { CellValue } from '../../../../local/timestream/records/record';
import { dimensionKeyOf } from '../../../../local/timestream/records/dimension-key';
import { decodeEntry, encodeEntry, recordsOfEntry } from '../../../../local/timestream/store/log-entry';
import type { Column, Row } from '../../../../local/timestream/store/table';
import { Table } from '../../../../local/timestream/store/table';
import { Unlogged } from '../../../../local/timestream/store/unlogged';
import { tableDefinition } from '../table-definition';

const dimensions = [{ name: 'device_id', value: 'größe' }, { name: 'site', value: '' }];
const types = { d: 'double', i: 'bigint', t: 'timestamp', b: 'boolean', s: 'varchar' } as const;

/** A table that has taken one row of each list of values, by column name, and has logged nothing. */
function tableWith(values: readonly Readonly<Record<string, CellValue>>[]): Table {
  const table = new Table(7, tableDefinition());
  const series = table.addSeries('metrics', 'multi', dimensions, dimensionKeyOf(dimensions));
  values.forEach((value, at) => {
    const columns = Object.keys(value).map((name): Column => table.columns.get(name) ?? table.addColumn(name, types[name as keyof typeof types], 'MULTI'));
    const row: Row = { series, timeNs: BigInt(at), version: 1n, columns, values: Object.values(value), replaces: 'nothing' };
    table.unlogged.rows.push(row);
  });
  return table;
}

const readBack = (table: Table, bytes: Buffer) => recordsOfEntry(table, decodeEntry(bytes))
  .map(({ cells }) => Object.fromEntries(cells.map(({ name, value }) => [name, value])));

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const row = fc.record({
  d: fc.double({ noNaN: true, noDefaultInfinity: true }), i: int64, t: int64, b: fc.boolean(), s: fc.string({ unit: 'grapheme', maxLength: 2000 }),
}, { requiredKeys: [] });

describe('an entry of the log', () => {
  it('brings every value back as it was, minus zero included', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 50 }), (rows) => {
      const table = tableWith(rows);
      expect(readBack(new Table(7, tableDefinition()), encodeEntry(table, table.unlogged))).toEqual(rows.map((value) => ({ ...value })));
    }));
  });

  it('brings back what the record was: dimensions, measure name, time and version', () => {
    const table = tableWith([{ d: 1 }]);
    const [record] = recordsOfEntry(new Table(7, tableDefinition()), decodeEntry(encodeEntry(table, table.unlogged)));
    expect(record).toEqual({
      dimensions, dimensionKey: dimensionKeyOf(dimensions), measureName: 'metrics', measureType: 'multi', timeNs: 0n, version: 1n,
      cells: [{ name: 'd', type: 'double', value: 1 }],
    });
  });

  it('relies on the definitions of the entries before it', () => {
    const table = tableWith([{ d: 1 }]);
    const first = encodeEntry(table, table.unlogged);
    const [logged] = table.unlogged.rows;
    const rowsOnly = new Unlogged();
    rowsOnly.rows.push(logged!);
    const second = encodeEntry(table, rowsOnly);
    const replayed = new Table(7, tableDefinition());
    expect(() => readBack(replayed, second)).toThrow('before defining it');
    expect([...readBack(replayed, first), ...readBack(replayed, second)]).toEqual([{ d: 1 }, { d: 1 }]);
  });

  it('of the first format is read still', () => {
    const bytes = Buffer.from(JSON.stringify({
      table: 7,
      columns: [[0, 'device_id', 'varchar', 'DIMENSION'], [1, 'd', 'double', 'MULTI'], [2, 'i', 'bigint', 'MULTI'], [3, 'b', 'boolean', 'MULTI'], [4, 's', 'varchar', 'MULTI']],
      series: [[0, 'metrics', 'multi', ['device_id', 'a']]],
      rows: [[0, '1700000000000000001', '5', [1, 2, 3, 4], ['-0', '9223372036854775807', true, 'text']]],
    }));
    const table = new Table(7, tableDefinition());
    const entry = decodeEntry(bytes);
    expect(entry.table).toBe(7);
    expect(recordsOfEntry(table, entry)).toEqual([expect.objectContaining({ timeNs: 1700000000000000001n, version: 5n, dimensions: [{ name: 'device_id', value: 'a' }] })]);
    expect(readBack(table, bytes)).toEqual([{ d: -0, i: 9223372036854775807n, b: true, s: 'text' }]);
  });

  it('of a later format is refused', () => {
    expect(() => decodeEntry(Buffer.from([3, 0, 0, 0, 0]))).toThrow('The log has an entry of format 3, which a newer version wrote');
  });
});
