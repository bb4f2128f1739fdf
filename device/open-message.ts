/** The message that still grows, as it lies on disk: `[reading`, then `,reading` for each further one, a line each; message-buffer writes and takes it over. */
import { ftruncateSync, writeSync } from 'node:fs';

export type KeptReading = Readonly<Record<string, unknown>>;

/** Sealing needs only the `]`. */
export function lineOf(json: string, isFirst: boolean): Buffer {
  return Buffer.from(`${isFirst ? '[' : ','}${json}\n`);
}

/** A disk that is full takes a part of a line: it is cut off again, or the next reading would stand behind it and spoil the message. */
export function writeWhole(file: number, line: Buffer, at: number): void {
  try {
    let written = 0;
    // A part is written without an error; what is left then fails.
    while (written < line.length) written += writeSync(file, line, written, line.length - written, at + written);
  } catch (error) {
    ftruncateSync(file, at);
    throw error;
  }
}

/**
 * What a crash has left of it, up to the first line that is not whole: a kill tears the last one, a power cut any.
 *
 * @returns the bytes of the whole lines and the time of their newest reading, epoch milliseconds
 */
export function wholeLines(content: Buffer, timeField: string): { readonly bytes: number; readonly newestMs: number } {
  let bytes = 0;
  let newestMs = 0;
  for (let end = content.indexOf('\n') + 1; end > 0; end = content.indexOf('\n', bytes) + 1) {
    const reading = readingOf(content.toString('utf8', bytes, end), bytes === 0);
    if (reading === undefined) break;
    newestMs = Math.max(newestMs, timeOf(reading, timeField));
    bytes = end;
  }
  return { bytes, newestMs };
}

/** Zero for a reading of an earlier run that had its times in another field: it waits for nothing. */
export function timeOf(reading: KeptReading, timeField: string): number {
  const time = reading[timeField];
  return Number.isSafeInteger(time) ? Math.max(Number(time), 0) : 0;
}

function readingOf(line: string, isFirst: boolean): KeptReading | undefined {
  if (!line.startsWith(isFirst ? '[{' : ',{')) return undefined;
  try {
    // An object, by its brace.
    return JSON.parse(line.slice(1)) as KeptReading;
  } catch {
    return undefined;
  }
}
