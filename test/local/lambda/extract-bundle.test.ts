/** Unpacking a function's zip: the handler's module by its extension, and nothing outside of the target. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { extractBundle } from '../../../local/lambda/extract-bundle';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'bundle-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

function zipped(files: Record<string, string>): string {
  const zip = join(folder, 'probe.zip');
  writeFileSync(zip, zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
  return zip;
}

const target = (): string => join(folder, 'code');

describe('a bundle', () => {
  it.each(['mjs', 'js', 'cjs'])('is found as .%s', (extension) => {
    const zip = zipped({ [`functions/probe.${extension}`]: 'code', 'functions/other.txt': '' });
    const bundle = extractBundle({ name: 'probe', zip, handler: 'functions/probe.handler' }, target());
    expect(bundle).toMatchObject({ module: join(bundle.folder, `functions/probe.${extension}`), exportName: 'handler' });
    expect(readFileSync(bundle.module, 'utf8')).toBe('code');
  });

  it('of another content has another folder, so that a running one keeps its files', () => {
    const folders = ['one', 'two'].map((text) => extractBundle({ name: 'probe', zip: zipped({ 'a.mjs': text }), handler: 'a.handler' }, target()).folder);
    expect(new Set(folders).size).toBe(2);
  });

  it('is refused without the module of its handler', () => {
    expect(() => extractBundle({ name: 'probe', zip: zipped({ 'a.mjs': '' }), handler: 'b.handler' }, target())).toThrow(/has no module for the handler b\.handler/);
  });

  it('is refused when it would write beside its folder', () => {
    const zip = zipped({ '../../escaped.mjs': '' });
    expect(() => extractBundle({ name: 'probe', zip, handler: 'a.handler' }, target())).toThrow(/holds a file outside of itself: \.\.\/\.\.\/escaped\.mjs/);
    expect(existsSync(join(folder, 'escaped.mjs'))).toBe(false);
  });
});
