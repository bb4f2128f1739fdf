/** MQTT topic filters, level by level: which topics a rule hears. */

/** `+` stands for exactly one level, `#` for the level above it and all below; topics that start with `$` need a filter that does. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  // MQTT 3.1.1, 4.7.2: a wildcard in front does not reach the topics that a server keeps for itself.
  if (topic.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}

/** Why a rule cannot have this filter, or undefined when it can. */
export function filterProblem(filter: string): string | undefined {
  if (filter === '') return 'the topic filter is empty';
  if (filter.startsWith('$aws/rules/')) return 'no rule hears topics of Basic Ingest: leave FROM out, and publish to $aws/rules/ with the name of the rule';
  if (filter.includes('\0')) return 'the topic filter has a NUL character';
  const levels = filter.split('/');
  if (levels.some((level) => level.length > 1 && /[+#]/.test(level))) return `+ and # stand alone between slashes: ${filter}`;
  if (levels.slice(0, -1).includes('#')) return `# is the last level of a filter: ${filter}`;
  return undefined;
}
