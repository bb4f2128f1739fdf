/** A full disk: clear errors, nothing acknowledged is lost, and the server goes on when there is space again. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'node:http';
import { removeTemporaryFolders, temporaryFolder } from '../../../local/timestream/temporary-folder';
import { changeControl } from '../../../local/timestream/wire-call';
import { makeTable, range, startNumbers, storedNumbers, writeNumbers, type NumbersServer } from './numbered-records';

const diskMb = 64;
const ballastMb = 48;
const perRequest = 100;
/** Long enough that a few hundred requests fill the disk. */
const text = 'tidegauge '.repeat(100);

const mounted: string[] = [];

/** A small disk of its own. @returns undefined where mounting is not permitted */
function smallDisk(): string | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  mounted.push(folder);
  return folder;
}

const probe = smallDisk();
if (probe === undefined) process.stderr.write('full disks are not tested: this user may not mount a tmpfs\n');
const onSmallDisk = probe === undefined ? test.skip : test;

afterAll(() => {
  // A test that failed may have its server in there still.
  for (const folder of mounted) execFileSync('umount', ['--lazy', folder]);
  removeTemporaryFolders();
});

/** Writes until the server refuses; @returns what it acknowledged */
async function fill({ call }: NumbersServer, from: number, daysBack: (request: number) => number): Promise<{ acknowledged: number[]; refusal: unknown }> {
  const acknowledged: number[] = [];
  for (let request = 0; ; request += 1) {
    const numbers = range(from + request * perRequest, from + (request + 1) * perRequest);
    const { status, body } = await writeNumbers(call, numbers, { text: `${request} ${text}`, daysBack: daysBack(request) });
    if (status !== 200) return { acknowledged, refusal: { status, body } };
    acknowledged.push(...numbers);
  }
}

async function whenTaken(server: NumbersServer, numbers: readonly number[]): Promise<void> {
  for (;;) {
    const { status } = await writeNumbers(server.call, numbers);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

onSmallDisk('writes are refused for the full disk, queries answer or say why, and both go on when there is space', async () => {
  const disk = smallDisk()!;
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(ballastMb * 1024 * 1024));
  const folder = join(disk, 'data');
  const server = await startNumbers(folder);
  await makeTable(server.call);
  const { acknowledged, refusal } = await fill(server, 0, () => 0);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(refusal).toMatchObject({ status: 500, body: { __type: expect.stringMatching(/#InternalServerException$/), message: expect.stringMatching(/full/) } });
  expect(server.warnings.join('\n')).toMatch(/no space left/i);
  expect(JSON.stringify(refusal)).not.toMatch(/duckdb|ENOSPC/i);

  // Each answers for itself: what is there, or that it cannot.
  const asked = await storedNumbers(server.call).catch((cause: Error) => cause.message);
  if (typeof asked === 'string') expect(asked).toMatch(/InternalServerException.*The disk of the data folder is full/);
  else expect(missing(acknowledged, asked)).toEqual([]);

  rmSync(join(disk, 'ballast'));
  const later = range(1_000_000, 1_000_100);
  await whenTaken(server, later);
  expect(missing([...acknowledged, ...later], await storedNumbers(server.call))).toEqual([]);
  await server.close();

  const again = await startNumbers(folder);
  expect(missing([...acknowledged, ...later], await storedNumbers(again.call))).toEqual([]);
  await again.close();
});

onSmallDisk('moving days to files on a full disk fails without losing them', async () => {
  const disk = smallDisk()!;
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(ballastMb * 1024 * 1024));
  const folder = join(disk, 'data');
  const server = await startNumbers(folder);
  await makeTable(server.call);
  const { acknowledged } = await fill(server, 0, (request) => 1 + (request % 5));
  const agent = new Agent();
  const move = () => changeControl(server.running.endpoint, agent, { moveTiers: true });
  // Its rows would have to be moved into DuckDB first, and there is no space even for that.
  expect(await move()).toMatchObject({ status: 500, body: { message: expect.stringContaining('disk of the data folder is full') } });
  rmSync(join(disk, 'ballast'));
  const later = range(1_000_000, 1_000_100);
  await whenTaken(server, later);
  expect(missing(acknowledged, await storedNumbers(server.call))).toEqual([]);
  expect(await move()).toMatchObject({ status: 200 });
  expect(missing([...acknowledged, ...later], await storedNumbers(server.call))).toEqual([]);
  agent.destroy();
  await server.close();
});

onSmallDisk('a server that stops on a full disk loses nothing', async () => {
  const disk = smallDisk()!;
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(ballastMb * 1024 * 1024));
  const folder = join(disk, 'data');
  const server = await startNumbers(folder);
  await makeTable(server.call);
  const { acknowledged } = await fill(server, 0, () => 0);
  await server.close();
  rmSync(join(disk, 'ballast'));
  const again = await startNumbers(folder);
  expect(missing(acknowledged, await storedNumbers(again.call))).toEqual([]);
  await again.close();
});

/** Refused ones may be there as well: the client does not know. None is doubled. */
function missing(acknowledged: readonly number[], stored: readonly number[]): number[] {
  expect(new Set(stored).size).toBe(stored.length);
  const there = new Set(stored);
  return acknowledged.filter((number) => !there.has(number));
}
