import { join } from 'node:path';
import { CreateTableCommand, type _Record } from '@aws-sdk/client-timestream-write';
import { rowsOf } from '../../local/timestream/store/open-table';
import { openStore } from '../../../local/timestream/store/open-store';
import { endServerProcesses, startServerProcess } from '../../local/timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from '../../local/timestream/temporary-folder';
import { clientFor, createTable, databaseName, write } from './write-service';

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
const rounds = isLong ? 5 : 2;
const requestsPerRound = isLong ? 1000 : 40;
const writers = 8;
const recordsPerRequest = isLong ? 100 : 25;

jest.setTimeout(isLong ? 600_000 : 120_000);

afterAll(async () => {
  await endServerProcesses();
  removeTemporaryFolders();
});

/** Its values follow from its time, so that a row can be checked by itself. */
const recordAt = (timeMs: number): _Record => ({
  Dimensions: [{ Name: 'device_id', Value: `sensor-${timeMs % 7}` }],
  MeasureName: 'metrics', MeasureValueType: 'MULTI', Time: String(timeMs),
  MeasureValues: [{ Name: 'at', Value: String(timeMs), Type: 'BIGINT' }, { Name: 'text', Value: `é ${timeMs}`, Type: 'VARCHAR' }],
});

const timeMsOf = ({ time }: Record<string, unknown>) => Number((time as bigint) / 1_000_000n);

describe('a server that is killed while it writes', () => {
  it('has every acknowledged record and every acknowledged table again, each record once and whole', async () => {
    const folder = temporaryFolder();
    const startMs = Date.now() - 3_600_000;
    const acknowledged = new Set<number>();
    const tables = ['Readings'];
    let nextMs = startMs;
    for (let round = 0; round < rounds; round += 1) {
      const server = await startServerProcess(['--port', '0', '--data', folder]);
      const client = clientFor(server.endpoint);
      if (round === 0) await createTable(client, 'Readings');
      const target = acknowledged.size + requestsPerRound * recordsPerRequest;
      await Promise.allSettled(Array.from({ length: writers }, async () => {
        for (;;) {
          const times = Array.from({ length: recordsPerRequest }, () => nextMs++);
          await write(client, 'Readings', times.map(recordAt));
          for (const time of times) acknowledged.add(time);
          if (acknowledged.size >= target && !server.process.killed) {
            const TableName = `MadeBeforeTheEnd${round}`;
            await client.send(new CreateTableCommand({ DatabaseName: databaseName, TableName })).then(() => tables.push(TableName));
            server.process.kill('SIGKILL');
          }
        }
      }));
      expect(await server.ended).toBe('SIGKILL');
      client.destroy();
    }

    const store = await openStore(join(folder, 'timestream'), () => undefined);
    expect(store.catalog.tableNames(databaseName)).toEqual(expect.arrayContaining(tables));
    const rows = await rowsOf(store, databaseName, 'Readings');
    const times = rows.map(timeMsOf);
    expect(new Set(times).size).toBe(times.length);
    const stored = new Set(times);
    expect([...acknowledged].filter((time) => !stored.has(time))).toEqual([]);
    for (const row of rows) {
      const timeMs = timeMsOf(row);
      expect(row).toEqual({ device_id: `sensor-${timeMs % 7}`, measure_name: 'metrics', time: row.time, at: BigInt(timeMs), text: `é ${timeMs}` });
    }
    await store.close();
  });
});
