/** One letter with its bytes, for functions/redrive. */
import { isUtf8 } from 'node:buffer';
import { letterBytes, letterSummary, type LetterSummary } from './letter-summary';
import { readLetters } from './read-letters';
import type { TableOfTopic } from './selection';

/** Base64 and the JSON around it must fit the 6 MB of an answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxBytesShown = 4 * 1024 * 1024;
/** As long as base64 makes those: a text of quotes and control characters gets longer than that in JSON. */
const maxTextBytes = Math.ceil(maxBytesShown / 3) * 4;

export interface ShownLetter extends LetterSummary {
  /** Of the payload; more than are shown where it is cut. */
  readonly bytes: number;
  /** As text when it is text and fits, else as base64. */
  readonly payload: { readonly text: string } | { readonly base64: string };
  /** The whole object, but for the payload: position, invocation and whatever else its writer knew. */
  readonly facts: object;
}

/** @throws Error when there is no such letter */
export async function showLetter(bucket: string, key: string, tableOfTopic: TableOfTopic, signal?: AbortSignal): Promise<ShownLetter> {
  const [letter] = await readLetters(bucket, [key], signal);
  if (letter === undefined) throw new Error(`there is no letter ${key}: it may have been redriven, and keys are needed whole`);
  const bytes = letterBytes(letter);
  const shown = bytes.subarray(0, maxBytesShown);
  return {
    ...letterSummary(letter, tableOfTopic),
    bytes: bytes.length,
    payload: shownBytes(shown),
    facts: letter.content.kind === 'reading' ? { ...letter.content.letter, payload: undefined } : {},
  };
}

function shownBytes(bytes: Buffer): ShownLetter['payload'] {
  const text = isUtf8(bytes) ? bytes.toString() : undefined;
  if (text === undefined || Buffer.byteLength(JSON.stringify(text)) > maxTextBytes) return { base64: bytes.toString('base64') };
  return { text };
}
