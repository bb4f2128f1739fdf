/** Keys and file names: readable where possible, reversible always, and never outside the bucket's folder. */
import { join, relative, sep } from 'node:path';
import * as fc from 'fast-check';
import { keyToNames, nameBesideFolder, namesToKey } from '../../../local/s3/key-path';

const awkward = fc.array(fc.constantFrom('a', '/', '..', '.', '%', '%2e', '%f', '%+', '\\', '\0', ':', 'ä', '😀', ' ', '\n', 'x'.repeat(199), 'y'.repeat(300), '.'.repeat(250)), { maxLength: 12 }).map((parts) => parts.join(''));
const key = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 }), awkward).filter((text) => text !== '');

describe('an object key', () => {
  it.each([
    ['reason=not-json/date=2026-01-02/ab12.json', 'reason=not-json/date=2026-01-02/ab12.json'],
    ['aws/lambda/async/f/2026/01/02/2026-01-02T03.04.05-1.json', 'aws/lambda/async/f/2026/01/02/2026-01-02T03.04.05-1.json'],
    ['ä b/😀', 'ä b/😀'],
    ['..', '%2E%2E'],
    ['a/../../b', 'a/%2E%2E/%2E%2E/b'],
    ['/a//b/', '%/a/%/b/%'],
    ['50%', '50%25'],
    ['c:\\x\0', 'c%3A%5Cx%00'],
  ])('%j lies at %j', (text, path) => {
    expect(keyToNames(text).join('/')).toBe(path);
  });

  it('never leaves the folder, and every name fits a file system', () => {
    fc.assert(fc.property(key, (text) => {
      const names = keyToNames(text);
      const path = relative('/data/bucket', join('/data/bucket', ...names));
      expect(path).toBe(names.join(sep));
      for (const name of names) {
        expect(['', '.', '..']).not.toContain(name);
        expect(name).not.toMatch(/[/\0\\]/);
        expect(Buffer.byteLength(nameBesideFolder(name))).toBeLessThanOrEqual(255);
      }
    }), { numRuns: 2000 });
  });

  it('comes back from its names, also from beside a folder', () => {
    fc.assert(fc.property(key, (text) => {
      const names = keyToNames(text);
      expect(namesToKey(names)).toBe(text);
      expect(namesToKey([...names.slice(0, -1), nameBesideFolder(names.at(-1)!)])).toBe(text);
    }), { numRuns: 2000 });
  });

  it('shares its names with no other', () => {
    fc.assert(fc.property(key, key, (a, b) => {
      if (a !== b) expect(keyToNames(a).join('/')).not.toBe(keyToNames(b).join('/'));
    }), { numRuns: 2000 });
  });

  it.each([['%zz'], ['a%2e'], ['a%'], ['%E4'], ['x%+']])('is not read from a name that no key has: %s', (name) => {
    expect(namesToKey([name])).toBeUndefined();
  });
});
