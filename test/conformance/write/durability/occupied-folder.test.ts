/** A data folder that cannot be had: in use by another server, in whatever order they come, or not to be written to. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startTimestream } from '../../../../local/timestream/server';
import { endServerProcesses, runServerProcess, startServerProcess } from '../../../local/timestream/server-process';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { makeTable, range, startNumbers, storedNumbers, writeNumbers } from './numbered-records';

const mounted: string[] = [];

afterAll(async () => {
  await endServerProcesses();
  for (const folder of mounted) execFileSync('umount', ['--lazy', folder]);
  removeTemporaryFolders();
});

describe('a second server on a data folder', () => {
  it('is refused by the process that has it, and disturbs nothing: the local stack first, the server alone second', async () => {
    const folder = temporaryFolder();
    // The stack keeps the server's data where the server alone does.
    const first = await startNumbers(join(folder, 'timestream'));
    await makeTable(first.call);
    await writeNumbers(first.call, range(0, 10));
    const second = await runServerProcess(['--port', '0', '--data', folder]);
    expect(second.code).toBe(1);
    expect(second.output).toContain(`timestream: The data folder ${join(folder, 'timestream')} is in use by process ${process.pid}\n`);
    expect(await writeNumbers(first.call, range(10, 20))).toMatchObject({ status: 200 });
    expect(await storedNumbers(first.call)).toEqual(range(0, 20));
    await first.close();
    const again = await startNumbers(join(folder, 'timestream'));
    expect(await storedNumbers(again.call)).toEqual(range(0, 20));
    await again.close();
  });

  it('is refused in the other order as well, and has everything once the first is killed', async () => {
    const folder = temporaryFolder();
    const first = await startServerProcess(['--port', '0', '--data', folder]);
    const data = join(folder, 'timestream');
    await expect(startTimestream({ data })).rejects.toThrow(`The data folder ${data} is in use by process ${first.process.pid}`);
    first.process.kill('SIGKILL');
    await first.ended;
    const second = await startNumbers(data);
    await makeTable(second.call);
    expect(await writeNumbers(second.call, range(0, 10))).toMatchObject({ status: 200 });
    await second.close();
  });

  it('is refused in one process, by whatever name', async () => {
    const folder = temporaryFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    const first = await startNumbers(folder);
    await expect(startTimestream({ data: link })).rejects.toThrow('already open in this process');
    await first.close();
  });
});

/** A disk that is written to and then mounted to be read only. @returns undefined where mounting is not permitted */
async function readOnlyDisk(): Promise<string | undefined> {
  const disk = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  mounted.push(disk);
  const server = await startNumbers(join(disk, 'data'));
  await makeTable(server.call);
  await writeNumbers(server.call, range(0, 10));
  await server.close();
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  return disk;
}

test('a folder that is read-only is refused in one line that names it, whether it has data or not', async () => {
  const disk = await readOnlyDisk();
  if (disk === undefined) {
    process.stderr.write('read-only folders are not tested: this user may not mount a tmpfs\n');
    return;
  }
  for (const folder of ['data', 'new']) await expect(startTimestream({ data: join(disk, folder) })).rejects.toThrow(new RegExp(`^.*${join(disk, folder)}.*read-only file system.*$`, 'i'));
  execFileSync('mount', ['-o', 'remount,rw', disk]);
  const server = await startNumbers(join(disk, 'data'));
  expect(await storedNumbers(server.call)).toEqual(range(0, 10));
  await server.close();
});
