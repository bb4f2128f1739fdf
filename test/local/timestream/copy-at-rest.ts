/** What a kill would leave of an open data folder, for tests that go on with it: a copy of its files as they are at one moment. */
import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './temporary-folder';

const patienceMs = 5;

/** The copy counts only if nothing was written while it was made. */
export async function copyAtRest(folder: string): Promise<string> {
  for (;;) {
    const before = stateOf(folder);
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    if (stateOf(folder) === before) return copy;
    await wait(patienceMs);
  }
}

function stateOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return JSON.stringify(files.map((file) => {
    const { size, mtimeNs } = statSync(join(folder, file), { bigint: true });
    return [file, String(size), String(mtimeNs)];
  }));
}
