/** Runs an action for every item with only so many open at a time; writing requests and storing dead letters use it. */

/**
 * @param action must not reject; what can go wrong belongs in its result
 * @returns the results in the order of the items
 */
export async function mapInFlight<T, R>(items: readonly T[], limit: number, action: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  // All workers draw from this one iterator, so each item is taken once.
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) results[index] = await action(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
