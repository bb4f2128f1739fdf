/** MQTT topic filters: which topics one matches, and whether two could match the same topic; used to find a reading's table. */

/** True when a message published to `topic` reaches a subscriber of `filter` (MQTT 3.1.1, 4.7). */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length) return false;
    if (level !== '+' && level !== levels[index]) return false;
  }
  return wanted.length === levels.length;
}

/** True when some topic matches both filters, so that one message would reach both. */
export function filtersOverlap(a: string, b: string): boolean {
  return levelsOverlap(a.split('/'), b.split('/'));
}

function levelsOverlap([a, ...restA]: readonly string[], [b, ...restB]: readonly string[]): boolean {
  // `x/#` matches `x` too, so a filter that ends here still meets one that goes on with `#`.
  if (a === '#' || b === '#') return true;
  if (a === undefined || b === undefined) return a === b;
  return (a === '+' || b === '+' || a === b) && levelsOverlap(restA, restB);
}
