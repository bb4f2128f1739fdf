/** Parts bytes into their lines: NDJSON (unpack-record, from-http) and line protocol (from-http) have a reading on each. */

export interface TextLine {
  /** From 1, as editors count. */
  readonly number: number;
  /** Without the line break. */
  readonly bytes: Buffer;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** All lines but blank ones. Parting bytes and not text: what is no UTF-8 spoils its own line alone, and UTF-8 has a line feed nowhere else. */
export function textLines(bytes: Buffer): readonly TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end > start && bytes[end - 1] === carriageReturn ? end - 1 : end);
    if (!isBlank(line)) lines.push({ number, bytes: line });
    start = end + 1;
  }
  return lines;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09);
}
