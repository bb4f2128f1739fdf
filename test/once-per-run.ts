/** What several test files need and none changes: the first that asks makes it, the others wait and share it, in the folder of this run of jest (prepare-run). */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @param make fills the folder, once for all workers
 * @returns the folder
 * @throws Error with what went wrong, for everyone who asks
 */
export async function oncePerRun(name: string, make: (folder: string) => Promise<void> | void): Promise<string> {
  const folder = join(process.env['TIDEGAUGE_TEST_RUN'] ?? '', name);
  const outcome = `${folder}.outcome`;
  if (isFirst(folder)) {
    const problem = await Promise.resolve(folder).then(make).then(() => '', (error: unknown) => String(error));
    writeFileSync(`${outcome}.part`, problem);
    // The others find it whole or not at all.
    renameSync(`${outcome}.part`, outcome);
  }
  while (!existsSync(outcome)) await pause(50);
  const problem = readFileSync(outcome, 'utf8');
  if (problem !== '') throw new Error(problem);
  return folder;
}

/** Only one worker makes a folder that is not there. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (existsSync(folder)) return false;
    throw error;
  }
}
