/** One letter with its bytes, for functions/redrive. */
import { isUtf8 } from 'node:buffer';
import { letterBytes, letterSummary, type LetterSummary } from './letter-summary';
import { readLetters } from './read-letters';
import type { TableOfTopic } from './selection';

/** Base64 and the JSON around it must fit the 6 MB of an answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxBytesShown = 4 * 1024 * 1024;

export interface ShownLetter extends LetterSummary {
  /** Of the payload; more than are shown where it is cut. */
  readonly bytes: number;
  /** As text when it is text, else as base64. */
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
    payload: isUtf8(shown) ? { text: shown.toString() } : { base64: shown.toString('base64') },
    facts: letter.content.kind === 'reading' ? { ...letter.content.letter, payload: undefined } : {},
  };
}
