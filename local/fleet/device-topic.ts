/** The topic one device publishes on: a topic filter with its wildcards filled in. */

/** What stands for `#` when no dimension reads that deep. */
const hashWord = 'data';

/** AWS IoT Core takes topics of at most 8 levels (https://docs.aws.amazon.com/general/latest/gr/iot-core.html). */
const mostLevels = 8;

export interface DeviceTopic {
  readonly topic: string;
  /** The levels of the topic, from level 1 at index 0. */
  readonly levels: readonly string[];
}

/**
 * Fills the wildcards of a filter.
 * @param depth the deepest level that a dimension reads, so that `#` becomes deep enough
 * @param word gives the text for the wildcard at a level (from 1)
 */
export function deviceTopic(filter: string, depth: number, word: (level: number) => string): DeviceTopic {
  const levels = expandHash(filter, depth).map((level, index) => (level === '+' ? word(index + 1) : level));
  return { topic: levels.join('/'), levels };
}

/** The levels (from 1) of a filter that a device fills in. */
export function wildcardLevels(filter: string, depth: number): number[] {
  return expandHash(filter, depth).flatMap((level, index) => (level === '+' ? [index + 1] : []));
}

/** A word for what a wildcard stands for, from the level before it: `sensors/+` holds a `sensor`. */
export function thingWord(filter: string, level: number): string {
  const before = filter.split('/')[level - 2] ?? '';
  return /^[a-z][\w-]*$/i.test(before) ? before.replace(/(?<=[^su])s$/i, '') : 'device';
}

function expandHash(filter: string, depth: number): string[] {
  const levels = filter.split('/');
  if (levels.at(-1) !== '#') {
    return levels;
  }
  const fixed = levels.slice(0, -1);
  const missing = Math.max(Math.min(depth, mostLevels) - fixed.length, 0);
  return missing === 0 ? [...fixed, hashWord] : [...fixed, ...Array<string>(missing).fill('+')];
}
