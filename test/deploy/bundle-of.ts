/** Which modules of a zip a function loads, found by the imports that esbuild writes. */
import { posix } from 'node:path';

export interface BundleModules {
  /** With those that are imported only when they are needed. */
  readonly all: readonly string[];
  /** Loaded before the handler can be called. */
  readonly atStart: readonly string[];
}

const staticImport = /(?:from|import)"(\.[^"]+)"/g;
const anyImport = /(?:from|import\(?)"(\.[^"]+)"/g;

/** @param zip the files by path */
export function bundleOf(zip: Readonly<Record<string, Uint8Array>>, key: string): BundleModules {
  const reachedBy = (imports: RegExp) => {
    const reached = new Set([`functions/${key}.mjs`]);
    // A set hands out what is added while it is walked.
    for (const path of reached) {
      const code = Buffer.from(zip[path] ?? []).toString();
      for (const [, imported = ''] of code.matchAll(imports)) reached.add(posix.join(posix.dirname(path), imported));
    }
    return [...reached];
  };
  return { all: reachedBy(anyImport), atStart: reachedBy(staticImport) };
}
