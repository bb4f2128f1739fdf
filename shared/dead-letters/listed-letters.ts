/** The objects that can be letters of a selection, told by their keys alone: read-letters reads them. */
import { listFolders, listObjects, type ListedObject } from './bucket';
import type { Selection } from './selection';
import { lambdaPrefix, reasonPrefix } from './stored-letter';

const dayMs = 24 * 3600 * 1000;

interface KeyRange {
  readonly prefix: string;
  /** Keys up to here are left out. */
  readonly after: string;
  /** Keys from here on are left out. */
  readonly before?: string;
  /** Epoch milliseconds: what was stored before is left out. */
  readonly storedFromMs?: number;
}

/** In the order of their keys, which is why one key is enough to go on from. */
export async function* listedLetters(bucket: string, selection: Selection, after: string, signal?: AbortSignal): AsyncGenerator<ListedObject> {
  for (const { prefix, before, storedFromMs = -Infinity, ...range } of await keyRanges(bucket, selection, signal)) {
    if (prefix < after && !after.startsWith(prefix)) continue;
    const start = range.after > after ? range.after : after;
    for await (const object of listObjects(bucket, prefix, start, signal)) {
      if (before !== undefined && object.key >= before) break;
      if (object.storedAtMs >= storedFromMs) yield object;
    }
  }
}

async function keyRanges(bucket: string, selection: Selection, signal?: AbortSignal): Promise<readonly KeyRange[]> {
  const { reason } = selection;
  if (reason === 'invocation-failed') return [storedBy(lambdaPrefix, selection)];
  if (reason !== undefined) return [daysOf(`${reasonPrefix}${reason}/`, selection)];
  const folders = await listFolders(bucket, reasonPrefix, signal);
  return [storedBy(lambdaPrefix, selection), ...folders.map((folder) => daysOf(folder, selection))];
}

/** Keys of Lambda begin with other things than a day, but it stores nothing before it is received: clocks differ by less than a day. */
function storedBy(prefix: string, { fromMs }: Selection): KeyRange {
  return { prefix, after: '', ...(fromMs === undefined ? {} : { storedFromMs: fromMs - dayMs }) };
}

/** Keys carry the day of the receipt; one day more on either side, because a rule names its own day. */
function daysOf(prefix: string, { fromMs, toMs }: Selection): KeyRange {
  const day = (ms: number) => `${prefix}date=${new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length)}`;
  return {
    prefix,
    after: fromMs === undefined ? '' : day(fromMs - dayMs),
    ...(toMs === undefined ? {} : { before: day(toMs + 2 * dayMs) }),
  };
}
