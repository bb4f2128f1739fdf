import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../../local/timestream/store/open-store';
import { recordOf } from '../record-of';
import { tableDefinition } from '../table-definition';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { entryOf, openTable, rowsOf } from './open-table';

afterAll(removeTemporaryFolders);

const accepted = { kind: 'accepted' };
const temperature = (value: number) => [{ name: 'temperature', type: 'double' as const, value }];

describe('what the store shows a query', () => {
  it('is every accepted record after a flush, with all five types', async () => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf({
      timeNs: 1700000000123456789n,
      cells: [
        { name: 'd', type: 'double', value: -0.1 }, { name: 'b', type: 'bigint', value: -9223372036854775808n }, { name: 'v', type: 'varchar', value: "it's \"x\"; --\0é😀" },
        { name: 't', type: 'boolean', value: true }, { name: 'at', type: 'timestamp', value: 9223372036854775807n },
      ],
    })]);
    expect(await rowsOf(store)).toEqual([{
      device_id: 'a', measure_name: 'metrics', time: 1700000000123456789n,
      d: -0.1, b: -9223372036854775808n, v: "it's \"x\"; --\0é😀", t: true, at: 9223372036854775807n,
    }]);
    await store.close();
  });

  it('has no columns before the first record, then dimensions, measure_name, time and measures in order of appearance', async () => {
    const { store, table } = await openTable();
    expect(entryOf(store.catalog).columns).toEqual([]);
    await store.write(table, [recordOf({ dimensions: { z: '1' } }), recordOf({ dimensions: { a: '1' }, measureName: 'm', measureType: 'bigint', cells: [{ name: 'measure_value::bigint', type: 'bigint', value: 1n }] })]);
    await store.flush();
    expect(entryOf(store.catalog).columns.map((column) => [column.name, column.type, column.attribute])).toEqual([
      ['z', 'varchar', 'DIMENSION'], ['a', 'varchar', 'DIMENSION'], ['measure_name', 'varchar', 'MEASURE_NAME'], ['time', 'timestamp', 'TIMESTAMP'],
      ['temperature', 'double', 'MULTI'], ['measure_value::bigint', 'bigint', 'MEASURE_VALUE'],
    ]);
    expect(entryOf(store.catalog).measures()).toEqual([
      { measureName: 'metrics', dataType: 'multi', dimensions: ['z'] },
      { measureName: 'm', dataType: 'bigint', dimensions: ['a'] },
    ]);
    await store.close();
  });

  it('keeps names apart that differ only in case or hold quotes', async () => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf({ dimensions: { Device: '1', device: '2', "d'--": '3' }, cells: [{ name: 'X', type: 'double', value: 1 }, { name: 'x', type: 'double', value: 2 }] })]);
    expect(await rowsOf(store)).toEqual([{ Device: '1', device: '2', "d'--": '3', X: 1, x: 2, measure_name: 'metrics', time: 1n }]);
    await store.close();
  });

  it('tells a missing dimension from an empty one', async () => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf({ dimensions: { a: 'x', b: '' } }), recordOf({ dimensions: { a: 'x' }, timeNs: 2n })]);
    const [first, second] = await rowsOf(store);
    expect(first).toHaveProperty('b', '');
    expect(second).not.toHaveProperty('b');
    await store.close();
  });

  it('adds columns while older rows keep NULL in them', async () => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf({ timeNs: 1n })]);
    await store.flush();
    await store.write(table, [recordOf({ timeNs: 2n, dimensions: { device_id: 'a', site: 's' }, cells: [{ name: 'humidity', type: 'double', value: 5 }] })]);
    expect(await rowsOf(store)).toEqual([
      { device_id: 'a', measure_name: 'metrics', time: 1n, temperature: 1 },
      { device_id: 'a', site: 's', measure_name: 'metrics', time: 2n, humidity: 5 },
    ]);
    await store.close();
  });

  it('moves more rows than one slice holds, with updates among them', async () => {
    const { store, table } = await openTable();
    for (let start = 0; start < 5000; start += 100) {
      await store.write(table, Array.from({ length: 100 }, (_, at) => recordOf({ timeNs: BigInt(start + at), cells: temperature(start + at) })));
    }
    await store.flush();
    await store.write(table, Array.from({ length: 2500 }, (_, at) => recordOf({ timeNs: BigInt(at * 2), version: 2n, cells: temperature(-at) })));
    const rows = await rowsOf(store);
    expect(rows).toHaveLength(5000);
    expect(rows.map((row) => row.temperature)).toEqual(Array.from({ length: 5000 }, (_, at) => (at % 2 === 0 ? -at / 2 + 0 : at)).map((value) => (value === 0 ? expect.closeTo(0) : value)));
    await store.close();
  });
});

describe('rejections by what the table has become', () => {
  it.each([
    ['another type for a measure name', recordOf({ measureType: 'double', cells: [{ name: 'measure_value::double', type: 'double', value: 1 }] }), 'The measure metrics has the type MULTI in this table and cannot take DOUBLE.'],
    ['another type for an attribute', recordOf({ cells: [{ name: 'temperature', type: 'bigint', value: 1n }] }), 'The measure temperature has the type DOUBLE in this table and cannot take BIGINT.'],
    ['an attribute named like a dimension', recordOf({ cells: [{ name: 'device_id', type: 'double', value: 1 }] }), 'device_id cannot be the name of a dimension and of a measure in the same table.'],
    ['a dimension named like an attribute', recordOf({ dimensions: { temperature: 'x' } }), 'temperature cannot be the name of a dimension and of a measure in the same table.'],
    ['a record whose own dimension and attribute share a name', recordOf({ dimensions: { new: 'x' }, cells: [{ name: 'new', type: 'double', value: 1 }] }), 'new cannot be the name of a dimension and of a measure in the same table.'],
    ['a single measure named like its own dimension', recordOf({ dimensions: { level: 'x' }, measureName: 'level', measureType: 'double', cells: [{ name: 'measure_value::double', type: 'double', value: 1 }] }), 'level cannot be the name of a dimension and of a measure in the same table.'],
    ['a single measure named like a dimension', recordOf({ measureName: 'device_id', measureType: 'double', cells: [{ name: 'measure_value::double', type: 'double', value: 1 }] }), 'device_id cannot be the name of a dimension and of a measure in the same table.'],
    ['a 129th dimension', recordOf({ dimensions: Object.fromEntries(Array.from({ length: 128 }, (_, at) => [`d${at}`, 'x'])) }), 'The record would take the table beyond 128 dimensions.'],
  ])('%s', async (_what, record, reason) => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf()]);
    expect(await store.write(table, [{ ...record, timeNs: 2n }])).toEqual([{ kind: 'rejected', reason }]);
    expect(await rowsOf(store)).toHaveLength(1);
    expect(entryOf(store.catalog).columns).toHaveLength(4);
    await store.close();
  });

  it('stops at 1024 attributes', async () => {
    const { store, table } = await openTable();
    for (let start = 0; start < 1024; start += 256) {
      await store.write(table, [recordOf({ timeNs: BigInt(start), cells: Array.from({ length: 256 }, (_, at) => ({ name: `a${start + at}`, type: 'boolean', value: true })) })]);
    }
    const one = { name: 'a0', type: 'boolean' as const, value: false };
    expect(await store.write(table, [recordOf({ timeNs: 2n, cells: [one] }), recordOf({ timeNs: 3n, cells: [one, { ...one, name: 'more' }] })])).toEqual([
      accepted, { kind: 'rejected', reason: 'The record would take the table beyond 1024 distinct multi-measure attributes.' },
    ]);
    await store.close();
  });

  it('stops at 8192 measure names', async () => {
    const { store, table } = await openTable();
    await store.write(table, Array.from({ length: 8192 }, (_, at) => recordOf({ measureName: `m${at}` })));
    expect(await store.write(table, [recordOf({ measureName: 'm0', timeNs: 2n }), recordOf({ measureName: 'more' })])).toEqual([
      accepted, { kind: 'rejected', reason: 'The table has 8192 measure names already, the most a table can have.' },
    ]);
    await store.close();
  });

  it('asks for the dimension of a required partition key until it is made optional', async () => {
    const { store, table } = await openTable(':memory:', tableDefinition({ partitionKey: { type: 'DIMENSION', name: 'site', enforcement: 'REQUIRED' } }));
    expect(await store.write(table, [recordOf(), recordOf({ dimensions: { site: 's' } })])).toEqual([
      { kind: 'rejected', reason: 'The record does not have the dimension site, which the partition key of the table requires.' }, accepted,
    ]);
    await store.definitions.updateTable('IoTMetrics', 'SensorReadings', (definition) => ({ ...definition, partitionKey: { type: 'DIMENSION', name: 'site', enforcement: 'OPTIONAL' } }));
    expect(await store.write(table, [recordOf()])).toEqual([accepted]);
    await store.close();
  });
});

describe('a move into DuckDB that fails', () => {
  it('is told to whoever waits for it, tried again, and loses nothing', async () => {
    const { store, table } = await openTable();
    await store.write(table, [recordOf({ timeNs: 1n })]);
    await store.flush();
    const connection = await store.connect();
    await connection.run(`ALTER TABLE ${table.rowsName} RENAME TO hidden; COMMIT`);
    await store.write(table, [recordOf({ timeNs: 2n, dimensions: { site: 's' } })]);
    await expect(store.flush()).rejects.toThrow(table.rowsName);
    await store.write(table, [recordOf({ timeNs: 3n, cells: [{ name: 'humidity', type: 'double', value: 3 }] })]);
    await expect(store.flush()).rejects.toThrow(table.rowsName);
    await connection.run(`ALTER TABLE hidden RENAME TO ${table.rowsName}`);
    connection.closeSync();
    expect(await store.write(table, [recordOf({ timeNs: 2n, dimensions: { site: 's' }, version: 2n, cells: temperature(5) })])).toEqual([accepted]);
    expect(await rowsOf(store)).toEqual([
      { device_id: 'a', measure_name: 'metrics', time: 1n, temperature: 1 },
      { site: 's', measure_name: 'metrics', time: 2n, temperature: 5 },
      { device_id: 'a', measure_name: 'metrics', time: 3n, humidity: 3 },
    ]);
    await store.close();
  });
});

describe('a store on disk', () => {
  it('has everything again after it was closed, and leaves no log', async () => {
    const folder = temporaryFolder();
    const first = await openTable(folder);
    await first.store.write(first.table, [recordOf(), recordOf({ timeNs: 2n, dimensions: { 'né\'': '\0"' } })]);
    const before = await rowsOf(first.store);
    const definition = first.table.definition;
    await first.store.close();
    expect(readdirSync(join(folder, 'log'))).toEqual([]);

    const second = await openTable(folder);
    expect(await rowsOf(second.store)).toEqual(before);
    expect(second.table.definition).toEqual(definition);
    expect(entryOf(second.store.catalog).measures()).toEqual([{ measureName: 'metrics', dataType: 'multi', dimensions: ['device_id', "né'"] }]);
    expect(await second.store.write(second.table, [recordOf(), recordOf({ cells: temperature(2) })])).toEqual([accepted, expect.objectContaining({ kind: 'rejected', existingVersion: 1n })]);
    await second.store.close();
  });

  it('forgets the records of a deleted table, also for a new table of the same name', async () => {
    const folder = temporaryFolder();
    const first = await openTable(folder);
    await first.store.write(first.table, [recordOf()]);
    await first.store.definitions.deleteTable('IoTMetrics', 'SensorReadings');
    await first.store.definitions.createTable(tableDefinition());
    expect(await rowsOf(first.store)).toEqual([]);
    await expect(first.store.write(first.table, [recordOf()])).rejects.toThrow('The table SensorReadings does not exist.');
    await first.store.close();

    const second = await openTable(folder);
    expect(await rowsOf(second.store)).toEqual([]);
    await second.store.close();
  });

  it('drops the log of rows that are in DuckDB once it is large', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTable(folder);
    const text = [{ name: 'text', type: 'varchar' as const, value: 'x'.repeat(2048) }];
    for (let start = 0; start < 17_000; start += 1000) {
      await store.write(table, Array.from({ length: 1000 }, (_, at) => recordOf({ timeNs: BigInt(start + at), cells: text })));
    }
    await store.flush();
    await store.write(table, [recordOf({ timeNs: 17_000n, cells: text })]);
    await store.flush();
    const left = readdirSync(join(folder, 'log')).map((name) => statSync(join(folder, 'log', name)).size);
    expect(left).toHaveLength(1);
    expect(left[0]).toBeLessThan(10_000_000);
    expect(await rowsOf(store)).toHaveLength(17_001);
    await store.close();
  });

  it('has what was accepted after a crash, with the definitions that other requests added meanwhile', async () => {
    const folder = temporaryFolder();
    const crashed = temporaryFolder();
    const first = await openTable(folder);
    const write = (at: number) => first.store.write(first.table, [recordOf({ timeNs: BigInt(at), dimensions: { device_id: `d${at % 5}`, [`site${at % 3}`]: 's' }, cells: [{ name: `m${at % 7}`, type: 'bigint', value: BigInt(at) }] })]);
    await Promise.all(Array.from({ length: 50 }, (_, at) => write(at)));
    await first.store.flush();
    await Promise.all(Array.from({ length: 50 }, (_, at) => write(50 + at)));
    cpSync(folder, crashed, { recursive: true });
    const before = await rowsOf(first.store);
    await first.store.close();

    const second = await openTable(crashed);
    expect(await rowsOf(second.store)).toEqual(before);
    await second.store.close();
  });

  it('takes back what was accepted under an earlier definition of the table', async () => {
    const folder = temporaryFolder();
    const crashed = temporaryFolder();
    const key = { type: 'DIMENSION' as const, name: 'site' };
    const first = await openTable(folder, tableDefinition({ partitionKey: { ...key, enforcement: 'OPTIONAL' } }));
    await first.store.write(first.table, [recordOf()]);
    await first.store.definitions.updateTable('IoTMetrics', 'SensorReadings', (definition) => ({ ...definition, partitionKey: { ...key, enforcement: 'REQUIRED' } }));
    cpSync(folder, crashed, { recursive: true });
    await first.store.close();

    const second = await openTable(crashed);
    expect(await rowsOf(second.store)).toHaveLength(1);
    await second.store.close();
  });

  it('cannot be opened twice', async () => {
    const folder = temporaryFolder();
    const { store } = await openTable(folder);
    await expect(openStore(folder, () => undefined)).rejects.toThrow('already open in this process');
    await store.close();
  });
});

describe('SQL in the store', () => {
  it.each([
    "SELECT * FROM read_csv('/etc/passwd')", "COPY (SELECT 1) TO '/tmp/tidegauge-escaped.csv'", "ATTACH '/tmp/tidegauge-escaped.duckdb'", "SET memory_limit = '90GB'", 'SET enable_external_access = true', 'INSTALL httpfs',
  ])('cannot reach files, network or settings: %s', async (sql) => {
    const { store } = await openTable();
    const connection = await store.connect();
    await expect(connection.run(sql)).rejects.toThrow(/disabled|locked|Cannot change/);
    connection.closeSync();
    await store.close();
  });
});
