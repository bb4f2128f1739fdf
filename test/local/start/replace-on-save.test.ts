/** Saving a file applies it again; what is wrong with it is shown and changes nothing. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceOnSave } from '../../../local/start/replace-on-save';

let folder: string;
let file: string;
let lines: string[];
let stop: (() => Promise<void>) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'save-'));
  file = join(folder, 'tables.json');
  lines = [];
  writeFileSync(file, 'one');
});
afterEach(async () => {
  await stop?.();
  rmSync(folder, { recursive: true });
});

const log = (line: string): void => { lines.push(line); };
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => { setTimeout(resolve, 10); });
}

describe('saving', () => {
  it('applies the file, in place or by replacement as editors do', async () => {
    let applied = 0;
    stop = replaceOnSave(file, async () => { applied += 1; }, log);
    writeFileSync(file, 'two');
    await until(() => applied === 1);
    writeFileSync(`${file}.tmp`, 'three');
    renameSync(`${file}.tmp`, file);
    await until(() => applied === 2);
    await until(() => lines.some((line) => line.startsWith(`${file} is applied after`)));
  });

  it('shows what is wrong, and applies the next save', async () => {
    let failures = 0;
    stop = replaceOnSave(file, async () => { if (failures++ === 0) throw new Error('tables.X: unknown key'); }, log);
    writeFileSync(file, 'two');
    await until(() => lines.includes(`tables.X: unknown key\n${file} is not applied, the service runs on as before`));
    writeFileSync(file, 'three');
    await until(() => lines.some((line) => line.startsWith(`${file} is applied`)));
  });

  it('applies one save after the other', async () => {
    let running = 0;
    let most = 0;
    let ended = 0;
    stop = replaceOnSave(file, async () => {
      running += 1;
      most = Math.max(most, running);
      await until(() => ended > 0 || lines.includes('second saved'));
      running -= 1;
      ended += 1;
    }, log);
    writeFileSync(file, 'two');
    await until(() => running === 1);
    writeFileSync(file, 'three');
    log('second saved');
    await until(() => ended === 2);
    expect(most).toBe(1);
  });
});
