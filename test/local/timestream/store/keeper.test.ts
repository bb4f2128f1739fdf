import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '../../../../local/timestream/errors';
import { openStore } from '../../../../local/timestream/store/open-store';
import { recordOf } from '../record-of';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';
import { rowsOf } from './open-table';
import { day, hour, noon, openTiered, reading, readings, sealedDays } from './tiered-store';

afterAll(removeTemporaryFolders);

const filesOf = (folder: string) => {
  const magnetic = join(folder, 'magnetic');
  return readdirSync(magnetic).flatMap((table) => readdirSync(join(magnetic, table)).map((file) => `${table}/${file}`)).sort();
};

describe('moving the tiers', () => {
  it('seals whole days that have left the memory store, and shows the same rows', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1), reading(9n * day - 1n, 2), reading(9n * day, 3), reading(10n * day - 1n, 4), reading(10n * day, 5)]);
    const before = await readings(store, { nowNs: noon });
    expect(before).toHaveLength(5);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([{ day: 8, rows: 2 }, { day: 9, rows: 2 }]);
    expect(filesOf(folder)).toEqual(['1/8-1.parquet', '1/9-2.parquet']);
    expect(await readings(store, { nowNs: noon })).toEqual(before);
    await store.close();
    const reopened = await openTiered(folder, { nowNs: noon });
    expect(await readings(reopened.store, { nowNs: noon })).toEqual(before);
    await reopened.store.close();
  });

  it('waits until the last moment of a day has left the memory store', async () => {
    const clock = { nowNs: 10n * day + hour - 1n };
    const { store, table } = await openTiered(temporaryFolder(), clock);
    await store.write(table, [reading(9n * day, 1)]);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([]);
    clock.nowNs += 1n;
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([{ day: 9, rows: 1 }]);
    await store.close();
  });

  it('seals nothing of a store in memory, which answers the same', async () => {
    const { store, table } = await openTiered(':memory:', { nowNs: noon });
    await store.write(table, [reading(8n * day, 1), reading(10n * day, 5)]);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([]);
    expect(await readings(store, { nowNs: noon })).toEqual([`a ${8n * day} 1`, `a ${10n * day} 5`]);
    await store.close();
  });

  it('takes late arrivals into a new file of their day, and removes the old one', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    await store.write(table, [reading(8n * day + 5n, 2), reading(8n * day, 3, 1n, 'b')]);
    const expected = [`a ${8n * day} 1`, `b ${8n * day} 3`, `a ${8n * day + 5n} 2`];
    expect(await readings(store, { nowNs: noon })).toEqual(expected);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([{ day: 8, rows: 3 }]);
    expect(filesOf(folder)).toEqual(['1/8-2.parquet']);
    expect(await readings(store, { nowNs: noon })).toEqual(expected);
    await store.close();
  });

  it('keeps all five types and NULL as they were', async () => {
    const { store, table } = await openTiered(temporaryFolder(), { nowNs: noon });
    await store.write(table, [
      recordOf({ timeNs: 8n * day, cells: [
        { name: 'd', type: 'double', value: -0 }, { name: 'b', type: 'bigint', value: -9223372036854775808n }, { name: 'v', type: 'varchar', value: "it's \"x\"; --\0é😀" },
        { name: 't', type: 'boolean', value: true }, { name: 'at', type: 'timestamp', value: 9223372036854775807n },
      ] }),
      recordOf({ timeNs: 8n * day + 1n, cells: [{ name: 'd', type: 'double', value: 5e-324 }] }),
    ]);
    const before = await rowsOf(store, 'IoTMetrics', 'SensorReadings', { nowNs: noon });
    await store.moveTiers();
    const after = await rowsOf(store, 'IoTMetrics', 'SensorReadings', { nowNs: noon });
    expect(after).toEqual(before);
    expect(Object.is(after[0]?.d, -0)).toBe(true);
    await store.close();
  });

  it('shows columns that came after a day was sealed as NULL in it', async () => {
    const { store, table } = await openTiered(temporaryFolder(), { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    await store.write(table, [recordOf({ timeNs: 8n * day + 1n, dimensions: { device_id: 'a', site: 's' }, cells: [{ name: 'humidity', type: 'bigint', value: 7n }] })]);
    const expected = [
      { device_id: 'a', measure_name: 'metrics', time: 8n * day, temperature: 1 },
      { device_id: 'a', site: 's', measure_name: 'metrics', time: 8n * day + 1n, humidity: 7n },
    ];
    expect(await rowsOf(store, 'IoTMetrics', 'SensorReadings', { nowNs: noon })).toEqual(expected);
    await store.moveTiers();
    expect(await rowsOf(store, 'IoTMetrics', 'SensorReadings', { nowNs: noon })).toEqual(expected);
    await store.close();
  });

  it('survives a folder whose name DuckDB could take for a pattern or a column', async () => {
    const folder = join(temporaryFolder(), "day=1 [ab]*'x'");
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    expect(await readings(store, { nowNs: noon })).toEqual([`a ${8n * day} 1`]);
    await store.close();
  });

  it('goes on with rows that were moved while a file was written', async () => {
    const { store, table } = await openTiered(temporaryFolder(), { nowNs: noon });
    const write = async (round: number) => {
      for (let at = 0; at < 20; at += 1) {
        await store.write(table, [reading(8n * day + BigInt(round * 100 + at), round)]);
        await store.flush();
      }
    };
    await write(0);
    await Promise.all([store.moveTiers(), write(1), store.moveTiers(), write(2), store.moveTiers()]);
    expect(await readings(store, { nowNs: noon })).toHaveLength(60);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([{ day: 8, rows: 60 }]);
    expect(await readings(store, { nowNs: noon })).toHaveLength(60);
    await store.close();
  });

  it('removes the files of a table that is deleted, also of one that is made anew under its name', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    await store.definitions.deleteTable('IoTMetrics', 'SensorReadings');
    expect(filesOf(folder)).toEqual([]);
    await store.definitions.createTable(table.definition);
    expect(await readings(store, { nowNs: noon })).toEqual([]);
    await store.close();
  });
});

describe('version updates on sealed days', () => {
  it('follow the rules of versions', async () => {
    const { store, table } = await openTiered(temporaryFolder(), { nowNs: noon });
    await store.write(table, [reading(8n * day, 1, 5n), reading(8n * day + 1n, 2, 5n)]);
    await store.moveTiers();
    const outcomes = await store.write(table, [
      reading(8n * day, 1, 5n), reading(8n * day, 9, 5n), reading(8n * day, 1, 4n), reading(8n * day, 3, 6n), reading(8n * day, 4, 6n), reading(8n * day, 4, 7n),
    ]);
    expect(outcomes.map(({ kind, ...more }) => [kind, 'existingVersion' in more ? more.existingVersion : undefined])).toEqual([
      ['accepted', undefined], ['rejected', 5n], ['rejected', 5n], ['accepted', undefined], ['rejected', 6n], ['accepted', undefined],
    ]);
    expect(await readings(store, { nowNs: noon })).toEqual([`a ${8n * day} 4`, `a ${8n * day + 1n} 2`]);
    expect(sealedDays(table)).toEqual([{ day: 8, rows: 2 }]);
    await store.close();
  });

  it('stay when the day is sealed anew, and when the store opens in between', async () => {
    const folder = temporaryFolder();
    const clock = { nowNs: noon };
    let { store, table } = await openTiered(folder, clock);
    await store.write(table, [reading(8n * day, 1), reading(8n * day + 1n, 2)]);
    await store.moveTiers();
    await store.write(table, [reading(8n * day, 3, 2n)]);
    await store.flush();
    await store.write(table, [reading(8n * day, 4, 3n)]);
    await store.close();
    ({ store, table } = await openTiered(folder, clock));
    const expected = [`a ${8n * day} 4`, `a ${8n * day + 1n} 2`];
    expect(await readings(store, clock)).toEqual(expected);
    expect(await store.write(table, [reading(8n * day, 4, 3n), reading(8n * day, 4, 1n)])).toEqual([{ kind: 'accepted' }, expect.objectContaining({ kind: 'rejected', existingVersion: 3n })]);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([{ day: 8, rows: 2 }]);
    expect(await readings(store, clock)).toEqual(expected);
    expect(await store.write(table, [reading(8n * day, 5, 4n)])).toEqual([{ kind: 'accepted' }]);
    expect(await readings(store, clock)).toEqual([`a ${8n * day} 5`, `a ${8n * day + 1n} 2`]);
    await store.close();
  });
});

describe('what a crash leaves', () => {
  it('is a file that no table knows, which the next start removes', async () => {
    const folder = temporaryFolder();
    const clock = { nowNs: noon };
    const { store, table } = await openTiered(folder, clock);
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    await store.close();
    writeFileSync(join(folder, 'magnetic', '1', '8-7.parquet'), 'written, not committed');
    writeFileSync(join(folder, 'magnetic', '1', '9-8.parquet.part'), 'half');
    const reopened = await openTiered(folder, clock);
    expect(filesOf(folder)).toEqual(['1/8-1.parquet']);
    expect(await readings(reopened.store, clock)).toEqual([`a ${8n * day} 1`]);
    await reopened.store.close();
  });

  it('is told, when a file of a sealed day is gone', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    await store.close();
    writeFileSync(join(folder, 'magnetic', '1', '8-1.parquet'), 'short');
    await expect(openStore(folder, () => undefined)).rejects.toThrow(/data folder is damaged: .*8-1\.parquet has 5 bytes instead of \d+/);
  });
});

describe('rows that have expired', () => {
  it('are in no answer at once, and soon on no disk', async () => {
    const folder = temporaryFolder();
    const clock = { nowNs: noon };
    const { store, table } = await openTiered(folder, clock, { retention: { memoryHours: 1, magneticDays: 2 } });
    await store.write(table, [reading(8n * day + 12n * hour - 1n, 1), reading(8n * day + 12n * hour, 2), reading(9n * day, 3), reading(10n * day, 4)]);
    const [second, third, fourth] = [`a ${8n * day + 12n * hour} 2`, `a ${9n * day} 3`, `a ${10n * day} 4`];
    expect(await readings(store, clock)).toEqual([second, third, fourth]);
    await store.moveTiers();
    expect(await readings(store, clock)).toEqual([second, third, fourth]);
    clock.nowNs += 1n;
    expect(await readings(store, clock)).toEqual([third, fourth]);
    clock.nowNs = 11n * day;
    expect(await readings(store, clock)).toEqual([third, fourth]);
    await store.moveTiers();
    expect(sealedDays(table).map((sealed) => sealed.day)).toEqual([9]);
    clock.nowNs = 20n * day;
    expect(await readings(store, clock)).toEqual([]);
    await store.moveTiers();
    expect(filesOf(folder)).toEqual([]);
    clock.nowNs = noon;
    expect(await readings(store, clock)).toEqual([]);
    await store.close();
  });

  it('do not come back when the retention is widened', async () => {
    const clock = { nowNs: noon };
    const { store, table } = await openTiered(temporaryFolder(), clock, { retention: { memoryHours: 1, magneticDays: 2 } });
    await store.write(table, [reading(8n * day, 1), reading(8n * day + 13n * hour, 2)]);
    await store.moveTiers();
    const widen = { memoryHours: 1, magneticDays: 100 };
    await store.definitions.updateTable('IoTMetrics', 'SensorReadings', (definition) => ({ ...definition, retention: widen }));
    expect(await readings(store, clock)).toEqual([`a ${8n * day + 13n * hour} 2`]);
    clock.nowNs += 5n * day;
    expect(await readings(store, clock)).toEqual([`a ${8n * day + 13n * hour} 2`]);
    await store.close();
  });

  it('are gone at once when the retention is narrowed', async () => {
    const clock = { nowNs: noon };
    const { store, table } = await openTiered(temporaryFolder(), clock);
    await store.write(table, [reading(8n * day, 1), reading(10n * day, 2)]);
    await store.moveTiers();
    await store.definitions.updateTable('IoTMetrics', 'SensorReadings', (definition) => ({ ...definition, retention: { memoryHours: 1, magneticDays: 1 } }));
    expect(await readings(store, clock)).toEqual([`a ${10n * day} 2`]);
    await store.moveTiers();
    expect(sealedDays(table)).toEqual([]);
    await store.close();
  });

  it('stay as long as the longer of the two retentions', async () => {
    const clock = { nowNs: noon };
    const { store, table } = await openTiered(temporaryFolder(), clock, { retention: { memoryHours: 72, magneticDays: 1 } });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    expect(await readings(store, clock)).toEqual([`a ${8n * day} 1`]);
    await store.close();
  });
});

describe('a statement', () => {
  it('sees the store of one moment, and its files stay until it ends', async () => {
    const folder = temporaryFolder();
    const { store, table } = await openTiered(folder, { nowNs: noon });
    await store.write(table, [reading(8n * day, 1)]);
    await store.moveTiers();
    const entry = store.catalog.table('IoTMetrics', 'SensorReadings');
    const connection = await store.connect();
    const statement = await store.prepare(connection, () => `SELECT temperature FROM ${entry?.relation(new Set(['c0', 'time_ns']), { nowNs: noon })}`.replace('temperature', 'count(*)'));
    await store.write(table, [reading(8n * day + 1n, 2)]);
    await store.moveTiers();
    expect(filesOf(folder)).toEqual(['1/8-1.parquet', '1/8-2.parquet']);
    expect((await statement.runAndReadAll()).getRows()).toEqual([[1n]]);
    await store.release(connection);
    expect(filesOf(folder)).toEqual(['1/8-2.parquet']);
    await store.close();
  });

  it('over a table that was deleted is refused in words of our own', async () => {
    const { store } = await openTiered(':memory:', { nowNs: noon });
    const entry = store.catalog.table('IoTMetrics', 'SensorReadings');
    await store.definitions.deleteTable('IoTMetrics', 'SensorReadings');
    const connection = await store.connect();
    await expect(store.prepare(connection, () => entry?.relation(new Set(), { nowNs: noon }) ?? '')).rejects.toThrow(ServiceError);
    store.discard(connection);
    await store.close();
  });
});

test('no statement reads files outside of the folders of the store', async () => {
  const folder = temporaryFolder();
  const { store } = await openTiered(folder, { nowNs: noon });
  const connection = await store.connect();
  for (const path of ['/etc/hostname', join(folder, 'format'), join(folder, 'magnetic', '..', 'format')]) {
    await expect(connection.run(`SELECT * FROM read_text('${path}')`)).rejects.toThrow('disabled by configuration');
    await connection.run('ROLLBACK; BEGIN');
  }
  await expect(connection.run(`COPY (SELECT 1) TO '${join(folder, 'x.csv')}'`)).rejects.toThrow('disabled by configuration');
  expect(existsSync(store.scratchFolder)).toBe(true);
  store.discard(connection);
  await store.close();
});
