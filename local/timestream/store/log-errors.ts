/** What a client is told when the log cannot be written: 500, which SDKs try again. The cause, with paths of the machine, is for the operator. */
import { ServiceError } from '../errors';
import { messageOf } from '../message-of';

/** The disk is full, or the user's share of it; or the file may not grow. */
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The disk takes no more now; later it may. */
export class LogRefused extends ServiceError {
  constructor(readonly file: string, override readonly cause: unknown) {
    super('InternalServerException', isFull(cause)
      ? 'The disk of the data folder is full: nothing can be accepted before there is space on it.'
      : 'The log in the data folder cannot be written at the moment.');
  }
}

/** Nobody knows what the log holds: nothing is accepted until a restart reads it again. */
export class LogBroken extends ServiceError {
  constructor(readonly file: string, override readonly cause: unknown) {
    super('InternalServerException', 'The log in the data folder cannot be written any more: the server must be restarted.');
  }
}

function isFull(cause: unknown): boolean {
  // Not by its class: a jest suite has an Error of its own.
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' && fullCodes.has(cause.code);
}

/** For the operator. */
export function logTrouble({ file, cause }: LogRefused | LogBroken): string {
  return `the log ${file} cannot be written: ${messageOf(cause)}`;
}
