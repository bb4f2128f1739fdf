/** How SQL is refused: the service's `line L:C: text`, for what is wrong and for what is not supported yet. */
import { ServiceError } from '../errors';

/** Offset of a character in the query text; line and column are derived only when an error needs them. */
export type Offset = number;

/** A fault found while reading a statement; becomes a ValidationException once the text's lines are known. */
export class SqlError extends Error {
  /** @param place where the place goes: before the message, or after it as the service does for missing tables */
  constructor(readonly at: Offset, message: string, readonly place: 'first' | 'last' = 'first') {
    super(message);
  }
}

/** What the service's documents do not have, though the engine it derives from does. */
export function undocumented(at: Offset, construct: string): SqlError {
  return new SqlError(at, `${construct} is not in the service's documents; a server started with --extensions allows it`);
}

export function notSupportedYet(at: Offset, construct: string): SqlError {
  return new SqlError(at, `${construct} is not supported yet`);
}

/** 1-based line and column (in characters, not UTF-16 units), as the service counts them. */
export function lineAndColumn(text: string, at: Offset): string {
  const lines = text.slice(0, at).split('\n');
  const column = Array.from(lines.at(-1) ?? '').length + 1;
  return `${lines.length}:${column}`;
}

/** Runs one step of the front end and dresses its faults as the service's ValidationException. */
export function withPositions<T>(text: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const line = `line ${lineAndColumn(text, error.at)}`;
    throw new ServiceError('ValidationException', error.place === 'first' ? `${line}: ${error.message}` : `${error.message} at ${line}`);
  }
}
