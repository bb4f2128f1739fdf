/** How the rule SQL refuses a statement: by name and position, before any message meets the rule. */

export class RuleSqlError extends Error {
  /**
   * @param source the whole text that was read, so that the position can be told
   * @param offset where in `source` the trouble starts
   */
  constructor(message: string, source: string, offset: number) {
    const before = source.slice(0, offset).split('\n');
    super(`line ${before.length}:${(before.at(-1) ?? '').length + 1}: ${message}`);
    this.name = 'RuleSqlError';
  }
}
