/** Runs asynchronous work one piece after the other: what the store does on its writing connection. */

export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    // The next piece starts however this one ends; its failure belongs to its own caller.
    last = result.catch(() => undefined);
    return result;
  };
}
