/** A full disk as DuckDB reports it, in words for a client: rows could not be moved, but are safe in the log; thrown by the mover. */
import { ServiceError } from '../errors';
import { messageOf } from '../message-of';

/** The system's words for it, its quota and its largest file, which DuckDB passes on. */
const systemWords = /No space left on device|Disk quota exceeded|File too large/;

export class FullDisk extends ServiceError {
  constructor(override readonly cause: unknown) {
    super('InternalServerException', 'The disk of the data folder is full: what was accepted is kept, but can be asked for only when there is space on it.');
  }
}

/** @returns the failure itself when it is another one */
export function unlessFullDisk(cause: unknown): unknown {
  return systemWords.test(messageOf(cause)) ? new FullDisk(cause) : cause;
}
