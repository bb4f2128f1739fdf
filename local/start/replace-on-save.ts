/** Applies tables.json again whenever it is saved, one save after the other; stack hands in how. */
import { watchFile } from './watch-file';
import type { Log } from './starting';

/**
 * @param apply brings the saved file to work, or throws and leaves everything as it was
 * @returns what ends the watching and waits for a save that is being applied
 */
export function replaceOnSave(file: string, apply: () => Promise<void>, log: Log): () => Promise<void> {
  let isClosing = false;
  let applying = Promise.resolve();
  const applySaved = async (): Promise<void> => {
    if (isClosing) return;
    const startedAt = Date.now();
    log(`${file} was saved, packaging`);
    try {
      await apply();
      log(`${file} is applied after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    } catch (error) {
      if (!isClosing) log(`${error instanceof Error ? error.message : String(error)}\n${file} is not applied, the service runs on as before`);
    }
  };
  const stopWatching = watchFile(file, () => { applying = applying.then(applySaved); });
  return async () => {
    isClosing = true;
    stopWatching();
    await applying;
  };
}
