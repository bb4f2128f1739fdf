/** Lets so many pieces of work run at once and the rest wait their turn; queries go through it. */
import { ServiceError } from '../errors';

export type AtMost = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * @param running at once
 * @param waiting beyond which work is refused
 * @returns what runs the work; it gives up waiting with the signal's reason, and throws ThrottlingException when too many wait
 */
export function atMost(running: number, waiting: number): AtMost {
  let free = running;
  const queue: (() => void)[] = [];

  function takeTurn(signal: AbortSignal): Promise<void> | undefined {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return undefined;
    }
    if (queue.length >= waiting) throw new ServiceError('ThrottlingException', `${waiting} queries are waiting already.`);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        queue.splice(queue.indexOf(start), 1);
        // An abort carries the error to answer with.
        reject(signal.reason as Error);
      };
      const start = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      queue.push(start);
    });
  }

  /** The next that waits takes the turn over. */
  function passTurn(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return async (signal, work) => {
    await takeTurn(signal);
    try {
      return await work();
    } finally {
      passTurn();
    }
  };
}
