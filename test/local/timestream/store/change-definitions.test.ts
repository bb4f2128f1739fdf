/** How many databases and tables there may be, and that changes at the same time come one after the other. */
import { maxDatabases, maxTables } from '../../../../local/timestream/store/limits';
import { openStore } from '../../../../local/timestream/store/open-store';
import type { Store } from '../../../../local/timestream/store/store';
import { Table } from '../../../../local/timestream/store/table';
import { tableDefinition } from '../table-definition';

let store: Store;
beforeEach(async () => { store = await openStore(':memory:', () => undefined); });
afterEach(() => store.close());

const database = (name: string) => ({ name, kmsKeyId: 'alias/key', tags: [], createdMs: 0, updatedMs: 0 });

test('there are at most 500 databases, and a place that one leaves can be taken', async () => {
  for (let at = 0; at < maxDatabases - 1; at += 1) store.databases.put(database(`database-${at}`));
  await store.definitions.createDatabase(database('the-last'));
  const beyond = store.definitions.createDatabase(database('one-more'));
  await expect(beyond).rejects.toMatchObject({ code: 'ServiceQuotaExceededException', status: 402, message: 'There are 500 databases already.' });
  await expect(store.definitions.createDatabase(database('the-last'))).rejects.toMatchObject({ code: 'ConflictException' });
  await store.definitions.deleteDatabase('database-7');
  await store.definitions.createDatabase(database('one-more'));
});

test('there are at most 50,000 tables in all databases together, and a place that one leaves can be taken', async () => {
  for (const name of ['first', 'second']) await store.definitions.createDatabase(database(name));
  for (let at = 0; at < maxTables - 1; at += 1) {
    store.databases.addTable(new Table(-1 - at, tableDefinition({ databaseName: at % 2 === 0 ? 'first' : 'second', tableName: `table-${at}` })));
  }
  await store.definitions.createTable(tableDefinition({ databaseName: 'first', tableName: 'the-last' }));
  const beyond = tableDefinition({ databaseName: 'second', tableName: 'one-more' });
  await expect(store.definitions.createTable(beyond)).rejects.toMatchObject({ code: 'ServiceQuotaExceededException', status: 402, message: 'There are 50000 tables already.' });
  await store.definitions.deleteTable('first', 'the-last');
  await store.definitions.createTable(beyond);
});

test('of two that create the same, one does', async () => {
  const twice = await Promise.allSettled([1, 2].map(() => store.definitions.createDatabase(database('same'))));
  expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  const tables = await Promise.allSettled([1, 2].map(() => store.definitions.createTable(tableDefinition({ databaseName: 'same' }))));
  expect(tables).toEqual([{ status: 'fulfilled', value: undefined }, { status: 'rejected', reason: expect.objectContaining({ code: 'ConflictException', status: 409 }) }]);
});

test('changes of one definition at the same time are all kept', async () => {
  await store.definitions.createDatabase(database('IoTMetrics'));
  await store.definitions.createTable(tableDefinition());
  const keys = Array.from({ length: 20 }, (_, at) => `key-${at}`);
  await Promise.all(keys.flatMap((Key) => [
    store.definitions.updateDatabase('IoTMetrics', (definition) => ({ ...definition, tags: [...definition.tags, { Key, Value: '' }] })),
    store.definitions.updateTable('IoTMetrics', 'SensorReadings', (definition) => ({ ...definition, tags: [...definition.tags, { Key, Value: '' }] })),
  ]));
  const tags = keys.map((Key) => ({ Key, Value: '' }));
  expect(store.databases.get('IoTMetrics')?.tags).toEqual(tags);
  expect(store.databases.table('IoTMetrics', 'SensorReadings')?.definition.tags).toEqual(tags);
});

test('a change that is refused leaves what was, and the next one goes on', async () => {
  await store.definitions.createDatabase(database('IoTMetrics'));
  await expect(store.definitions.updateDatabase('IoTMetrics', () => { throw new Error('refused'); })).rejects.toThrow('refused');
  expect(store.databases.get('IoTMetrics')).toEqual(database('IoTMetrics'));
  await store.definitions.updateDatabase('IoTMetrics', (definition) => ({ ...definition, kmsKeyId: 'alias/other' }));
  expect(store.databases.get('IoTMetrics')?.kmsKeyId).toBe('alias/other');
});
