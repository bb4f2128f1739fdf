/** Unpacks a function's zip beside it and finds the handler's module; instance imports that module. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { unzipSync } from 'fflate';

export interface Bundle {
  /** The unpacked zip, `/var/task` on Lambda. */
  readonly folder: string;
  /** The module as an absolute path. */
  readonly module: string;
  readonly exportName: string;
}

/**
 * @param folder where to unpack; the content's hash in the name keeps versions apart, so that old instances keep their files
 * @throws Error naming the handler when the zip has no such module
 */
export function extractBundle(definition: { name: string; zip: string; handler: string }, folder: string): Bundle {
  const zip = readFileSync(definition.zip);
  const target = join(folder, `${definition.name}-${createHash('sha256').update(zip).digest('hex').slice(0, 12)}`);
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(target, name);
    if (relative(target, file).startsWith('..')) throw new Error(`${definition.zip} holds a file outside of itself: ${name}`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const dot = definition.handler.lastIndexOf('.');
  const path = join(target, definition.handler.slice(0, dot));
  const module = ['.mjs', '.js', '.cjs'].map((extension) => path + extension).find((file) => existsSync(file));
  if (module === undefined) throw new Error(`${definition.zip} has no module for the handler ${definition.handler}`);
  return { folder: target, module, exportName: definition.handler.slice(dot + 1) };
}
