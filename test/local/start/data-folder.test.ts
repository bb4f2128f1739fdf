/** The data folder: made when missing, locked while in use, refused where it cannot be ours. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../../local/start/data-folder';

let parent: string;
let path: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-'));
  path = join(parent, 'deep/.tidegauge');
});
afterEach(() => { rmSync(parent, { recursive: true }); });

describe('a data folder', () => {
  it('is made with its format version', () => {
    const data = openDataFolder(path);
    expect(readFileSync(join(path, 'format'), 'utf8')).toBe('1\n');
    expect(data).toMatchObject({ timestream: join(path, 'timestream'), s3: join(path, 's3'), iot: join(path, 'iot'), package: join(path, 'package') });
    data.close();
  });

  it('is locked until it is closed', () => {
    const first = openDataFolder(path);
    expect(() => openDataFolder(path)).toThrow(`${path} is in use by process ${process.pid}; choose another folder with --data`);
    first.close();
    openDataFolder(path).close();
    expect(existsSync(join(path, 'lock'))).toBe(false);
  });

  it('is taken over from a process that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'lock'), `${pid}\n`);
    openDataFolder(path).close();
  });

  it.each([
    ['our own id, as processes of containers share', `${process.pid}\n`],
    ['nothing', ''],
    ['no process id', '-1\n'],
    ['other text', 'stack\n'],
  ])('is taken over from a lock that holds %s', (_, content) => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'lock'), content);
    const data = openDataFolder(path);
    expect(readFileSync(join(path, 'lock'), 'utf8')).toBe(`${process.pid}\n`);
    data.close();
  });

  it('may already hold what the Timestream server left there alone', () => {
    mkdirSync(join(path, 'timestream'), { recursive: true });
    openDataFolder(path).close();
    expect(existsSync(join(path, 'format'))).toBe(true);
  });

  it('is refused when it holds something else', () => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'thesis.doc'), '');
    expect(() => openDataFolder(path)).toThrow(`${path} is not a data folder: it holds thesis.doc`);
  });

  it.each([
    ['2\n', 'has format 2, which a newer Tidegauge wrote; this one knows up to 1'],
    ['one', 'format does not hold a format version'],
    ['', 'format does not hold a format version'],
  ])('is refused with format %j, and not left locked', (format, message) => {
    openDataFolder(path).close();
    writeFileSync(join(path, 'format'), format);
    expect(() => openDataFolder(path)).toThrow(message);
    expect(existsSync(join(path, 'lock'))).toBe(false);
  });

  it('is refused by its path when it cannot be written', () => {
    writeFileSync(join(parent, 'file'), '');
    expect(() => openDataFolder(join(parent, 'file/inside'))).toThrow(`the data folder ${join(parent, 'file/inside')} cannot be written: ENOTDIR: not a directory`);
  });
});
