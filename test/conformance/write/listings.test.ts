/** Pages of databases, tables and tags: every item once, whatever happens between the pages, and tokens that are none. */
import {
  CreateDatabaseCommand, CreateTableCommand, DeleteDatabaseCommand, DeleteTableCommand, ListDatabasesCommand, ListTablesCommand, paginateListDatabases,
  paginateListTables,
} from '@aws-sdk/client-timestream-write';
import { startWriteService, type WriteService } from './write-service';

let service: WriteService;
beforeEach(async () => { service = await startWriteService(); });
afterEach(() => service.close());

const createDatabases = async (...names: string[]) => {
  for (const DatabaseName of names) await service.client.send(new CreateDatabaseCommand({ DatabaseName }));
};
const createTables = async (DatabaseName: string, ...names: string[]) => {
  for (const TableName of names) await service.client.send(new CreateTableCommand({ DatabaseName, TableName }));
};
const databasePage = async (NextToken?: string, MaxResults = 2) => {
  const page = await service.client.send(new ListDatabasesCommand({ MaxResults, NextToken }));
  return { names: (page.Databases ?? []).map(({ DatabaseName }) => DatabaseName), next: page.NextToken };
};
const tablePage = async (DatabaseName: string | undefined, NextToken?: string) => {
  const page = await service.client.send(new ListTablesCommand({ DatabaseName, MaxResults: 2, NextToken }));
  return { names: (page.Tables ?? []).map((table) => `${table.DatabaseName} ${table.TableName}`), next: page.NextToken };
};

const invalidToken = { name: 'ValidationException', message: 'Invalid pagination token', $metadata: { httpStatusCode: 400 } };

describe('pages', () => {
  it('are followed by the paginators of the SDK', async () => {
    await createDatabases('first', 'second', 'third');
    const databases: (string | undefined)[] = [];
    for await (const { Databases = [] } of paginateListDatabases({ client: service.client, pageSize: 1 }, {})) databases.push(...Databases.map(({ DatabaseName }) => DatabaseName));
    expect(databases).toEqual(['first', 'second', 'third']);
    await createTables('second', 'one', 'two', 'three');
    const tables: (string | undefined)[] = [];
    for await (const { Tables = [] } of paginateListTables({ client: service.client, pageSize: 2 }, { DatabaseName: 'second' })) tables.push(...Tables.map(({ TableName }) => TableName));
    expect(tables).toEqual(['one', 'three', 'two']);
  });

  it('end with the last item, without a token for an empty page', async () => {
    expect(await databasePage()).toEqual({ names: [], next: undefined });
    await createDatabases('first', 'second');
    expect(await databasePage()).toEqual({ names: ['first', 'second'], next: undefined });
  });

  it('go on where they were when what they ended with is deleted, and show what came to be behind it', async () => {
    await createDatabases('delta', 'echo', 'golf', 'hotel');
    const { names, next } = await databasePage();
    expect(names).toEqual(['delta', 'echo']);
    await service.client.send(new DeleteDatabaseCommand({ DatabaseName: 'echo' }));
    await createDatabases('alpha', 'foxtrot');
    const rest = await databasePage(next, 20);
    expect(rest).toEqual({ names: ['foxtrot', 'golf', 'hotel'], next: undefined });
  });

  it('of all tables go from database to database, by bytes and not by alphabet', async () => {
    await createDatabases('app', 'app-2', 'App');
    await createTables('app', 'zzz', 'Zzz');
    await createTables('app-2', 'aaa');
    await createTables('App', 'mmm', 'm.m');
    const first = await tablePage(undefined);
    const second = await tablePage(undefined, first.next);
    const third = await tablePage(undefined, second.next);
    expect([first.names, second.names, third]).toEqual([['App m.m', 'App mmm'], ['app Zzz', 'app zzz'], { names: ['app-2 aaa'], next: undefined }]);
  });

  it('may be asked for again, with the same token', async () => {
    await createDatabases('first', 'second', 'third');
    const { next } = await databasePage();
    expect(await databasePage(next)).toEqual(await databasePage(next));
  });
});

describe('a token', () => {
  it('is none of another listing', async () => {
    await createDatabases('first', 'second', 'third');
    await createTables('first', 'one', 'two', 'three');
    await createTables('second', 'one', 'two', 'three');
    const databases = await databasePage();
    const ofFirst = await tablePage('first');
    const ofAll = await tablePage(undefined);
    await expect(tablePage('first', databases.next)).rejects.toMatchObject(invalidToken);
    await expect(databasePage(ofFirst.next)).rejects.toMatchObject(invalidToken);
    await expect(tablePage('second', ofFirst.next)).rejects.toMatchObject(invalidToken);
    await expect(tablePage(undefined, ofFirst.next)).rejects.toMatchObject(invalidToken);
    await expect(tablePage('first', ofAll.next)).rejects.toMatchObject(invalidToken);
    expect(await tablePage('first', ofFirst.next)).toEqual({ names: ['first two'], next: undefined });
  });

  it('is refused when it was changed', async () => {
    await createDatabases('first', 'second', 'third');
    const { next = '' } = await databasePage();
    for (const changed of [next.slice(1), `${next}=`, ` ${next}`, next.toUpperCase(), '', 'null', '😀']) {
      await expect(databasePage(changed)).rejects.toMatchObject(invalidToken);
    }
  });

  it('is good as long as the database is, whatever became of the table it names', async () => {
    await createDatabases('first');
    await createTables('first', 'one', 'three', 'two');
    const { names, next } = await tablePage('first');
    for (const TableName of ['one', 'three', 'two']) await service.client.send(new DeleteTableCommand({ DatabaseName: 'first', TableName }));
    expect(names).toEqual(['first one', 'first three']);
    expect(await tablePage('first', next)).toEqual({ names: [], next: undefined });
    await service.client.send(new DeleteDatabaseCommand({ DatabaseName: 'first' }));
    await expect(tablePage('first', next)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The database first does not exist.' });
  });
});
