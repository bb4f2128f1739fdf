/** The bytes of a CSV object on their way to the parser: what is no plain text is refused, lines are counted; used by csv-rows. */
import { TextDecoder } from 'node:util';
import { maxFileBytes } from './limits';
import type { LineCounter } from './line-counter';

/** A file that cannot be read, or not any further; the rest of the task goes on. */
export class FileError extends Error {
  constructor(message: string, readonly line: number) {
    super(message);
  }
}

export interface CheckedBytes {
  readonly bytes: Buffer;
  /** False once some are not. */
  readonly isUtf8: boolean;
}

/** How files begin that are something else. */
const beginnings = [
  { bytes: Buffer.from([0xef, 0xbb, 0xbf]), reason: 'The file begins with a byte order mark (BOM).' },
  { bytes: Buffer.from([0xff, 0xfe]), reason: 'The file begins with a byte order mark (BOM).' },
  { bytes: Buffer.from([0xfe, 0xff]), reason: 'The file begins with a byte order mark (BOM).' },
  { bytes: Buffer.from([0x1f, 0x8b]), reason: 'The file is compressed with gzip; batch load reads plain CSV.' },
];

const longestBeginning = 3;

/**
 * @param from bytes before it are left out
 * @throws FileError
 */
export async function* fileBytes(chunks: AsyncIterable<Buffer>, from: number, counter: LineCounter): AsyncGenerator<CheckedBytes> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let at = 0;
  let start = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start.length < longestBeginning) checkBeginning((start = Buffer.concat([start, chunk.subarray(0, longestBeginning)])));
    const bytes = chunk.subarray(Math.max(from - at, 0));
    at += chunk.length;
    if (at > maxFileBytes) throw new FileError(`The file has more than ${maxFileBytes} bytes.`, counter.lines() + 1);
    if (bytes.length === 0) continue;
    isUtf8 &&= isText(decoder, bytes);
    counter.add(bytes);
    yield { bytes, isUtf8 };
  }
  // A character may lack its end.
  if (isUtf8 && !isText(decoder)) yield { bytes: Buffer.alloc(0), isUtf8: false };
}

function checkBeginning(start: Buffer): void {
  const found = beginnings.find(({ bytes }) => start.subarray(0, bytes.length).equals(bytes));
  if (found) throw new FileError(found.reason, 1);
}

/** A character that the bytes do not end is left to the next ones; without bytes there are none. */
function isText(decoder: TextDecoder, bytes?: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined });
    return true;
  } catch {
    return false;
  }
}
