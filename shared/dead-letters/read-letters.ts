/** Reads the letters of a selection, or of given keys, some at a time: list-letters shows them, ingest/redrive sends them again. */
import { getObject, type ListedObject } from './bucket';
import { listedLetters } from './listed-letters';
import { isSelected, type Selection, type TableOfTopic } from './selection';
import { storedLetter, type StoredLetter } from './stored-letter';

/** No limits of S3: a chunk is read within a second, and fits several times into the memory of a function. */
const lettersPerChunk = 100;
const bytesPerChunk = 8 * 1024 * 1024;
const readsInFlight = 20;

export interface LetterChunk {
  /** Where to go on after this one. */
  readonly lastKey: string;
  readonly letters: readonly StoredLetter[];
}

export interface LetterScan {
  readonly bucket: string;
  readonly selection: Selection;
  readonly tableOfTopic: TableOfTopic;
  /** The `lastKey` of the chunk before; empty at the beginning. */
  readonly after: string;
  /** Epoch milliseconds; letters that are written from then on are left out, those of this very redrive among them. */
  readonly beforeMs: number;
  readonly signal?: AbortSignal;
}

/** A chunk may have no letters: what was read did not fit. */
export async function* letterChunks({ bucket, selection, tableOfTopic, after, beforeMs, signal }: LetterScan): AsyncGenerator<LetterChunk> {
  for await (const objects of chunksOf(listedLetters(bucket, selection, after, signal))) {
    const letters = await readLetters(bucket, objects.map(({ key }) => key), signal);
    const selected = letters.filter((letter) => letter.deadLetteredAtMs < beforeMs && isSelected(letter, selection, tableOfTopic));
    yield { lastKey: objects.at(-1)?.key ?? after, letters: selected };
  }
}

/** Those that are still there, in the order of the keys. */
export async function readLetters(bucket: string, keys: readonly string[], signal?: AbortSignal): Promise<readonly StoredLetter[]> {
  const letters: StoredLetter[] = [];
  for (let start = 0; start < keys.length; start += readsInFlight) {
    const objects = await Promise.all(keys.slice(start, start + readsInFlight).map((key) => getObject(bucket, key, signal)));
    letters.push(...objects.flatMap((object) => (object === undefined ? [] : storedLetter(object))));
  }
  return letters;
}

async function* chunksOf(objects: AsyncIterable<ListedObject>): AsyncGenerator<readonly ListedObject[]> {
  let chunk: ListedObject[] = [];
  let bytes = 0;
  for await (const object of objects) {
    if (chunk.length === lettersPerChunk || (chunk.length > 0 && bytes + object.bytes > bytesPerChunk)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(object);
    bytes += object.bytes;
  }
  if (chunk.length > 0) yield chunk;
}
