/** Where a list or redrive goes on in its next invocation; opaque text in requests and answers of functions/redrive. */
import { jsonObject } from './json-object';

export interface Cursor {
  /** The last key that is done; empty at the beginning. */
  readonly after: string;
  /** Epoch milliseconds: when the first invocation began. Letters that were written since belong to no later one. */
  readonly startedAtMs: number;
}

export function encodeCursor({ after, startedAtMs }: Cursor): string {
  return Buffer.from(JSON.stringify({ after, startedAtMs })).toString('base64url');
}

/** @returns undefined for what encodeCursor has not made */
export function decodeCursor(text: string): Cursor | undefined {
  const { after, startedAtMs } = jsonObject(Buffer.from(text, 'base64url'));
  return typeof after === 'string' && typeof startedAtMs === 'number' ? { after, startedAtMs } : undefined;
}
