/** The server as its starters hold it; what it answers is tested through the clients. */
import { startTimestream } from '../../../local/timestream/server';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder';

afterAll(removeTemporaryFolders);

it('is closed once, however often it is asked to, and its folder is free for the next', async () => {
  const data = temporaryFolder();
  const lines: string[] = [];
  const server = await startTimestream({ data, warn: (line) => lines.push(line) });
  await Promise.all([server.close(), server.close()]);
  await server.close();
  await (await startTimestream({ data })).close();
  expect(lines).toEqual([]);
});
