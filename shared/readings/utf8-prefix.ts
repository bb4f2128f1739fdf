/** Cuts text where its UTF-8 form gets too long; for measures whose policy is to truncate. */

const continuationMask = 0b1100_0000;
const continuationByte = 0b1000_0000;

/** @returns the longest beginning of well-formed text that has at most so many bytes, cut between characters */
export function utf8Prefix(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  let end = Math.min(maxBytes, bytes.length);
  while (((bytes[end] ?? 0) & continuationMask) === continuationByte) end -= 1;
  return bytes.toString('utf8', 0, end);
}
