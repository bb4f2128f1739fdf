/** Tells when a file has got other content; stack watches tables.json with it. */
import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors save in several steps, and some replace the file. */
const settleMs = 150;

/**
 * @param onChange gets the new content; the file may be gone for a moment, that is not told
 * @returns what ends the watching
 */
export function watchFile(file: string, onChange: (content: string) => void): () => void {
  let known = contentOf(file);
  let timer: NodeJS.Timeout | undefined;
  const compare = (): void => {
    const content = contentOf(file);
    if (content === undefined || content === known) return;
    known = content;
    onChange(content);
  };
  // The folder: a watcher on the file itself would follow the old one when an editor replaces it.
  const watcher = watch(dirname(file), (_, name) => {
    if (name !== null && name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(compare, settleMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // being replaced
  }
}
