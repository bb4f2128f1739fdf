import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdDataFolder } from '../../../../local/timestream/store/data-folder';
import { removeTemporaryFolders, temporaryFolder } from '../temporary-folder';

afterAll(removeTemporaryFolders);

describe('the data folder', () => {
  it('is made with its parents and says its format', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    holdDataFolder(folder).release();
    expect(readFileSync(join(folder, 'format'), 'utf8')).toBe('2\n');
  });

  it('can be held again once released', () => {
    const folder = temporaryFolder();
    holdDataFolder(folder).release();
    holdDataFolder(folder).release();
  });

  it('is held by one store of a process at a time, by whatever path', () => {
    const folder = temporaryFolder();
    const held = holdDataFolder(folder);
    expect(() => holdDataFolder(join(folder, '..', folder.split('/').at(-1)!))).toThrow('already open in this process');
    held.release();
  });

  it('is refused by name when a newer version made it', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'format'), '3\n');
    expect(() => holdDataFolder(folder)).toThrow(/has format 3, made by a newer version; this one reads up to format 2/);
  });

  it.each(['', 'one', '-1'])('is refused when its format file says %j', (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'format'), text);
    expect(() => holdDataFolder(folder)).toThrow('unreadable format file');
  });

  it('is refused when its name has a question mark, which DuckDB does not take for a part of it', () => {
    expect(() => holdDataFolder(join(temporaryFolder(), 'why?'))).toThrow(/why\? cannot be used: its name has a question mark/);
  });

  it('is refused when it holds something else', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos'));
    expect(() => holdDataFolder(folder)).toThrow('holds other files (photos) and no format file');
  });

  it('is refused in one line when it is below a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => holdDataFolder(join(file, 'data'))).toThrow(/^The data folder .*data cannot be used: ENOTDIR.*$/);
    expect(() => holdDataFolder(file)).toThrow(/^The data folder .*file cannot be used: ENOTDIR.*$/);
  });
});
