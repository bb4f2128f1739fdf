/** Repeatable randomness for signals: the same words always give the same number, without any state. */

/** FNV-1a over the text, then mixed so that neighbours (a minute apart, one device further) have nothing in common. */
export function noise(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join('|')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x8000_0000 - 1;
}
