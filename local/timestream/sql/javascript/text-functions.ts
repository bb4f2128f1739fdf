/** String functions by code point that DuckDB counts in bytes or graphemes, or lacks; functions/text.ts prints calls of these. */
import { BIGINT, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { asBigint, asText, fail, type JavascriptFunctions } from './javascript-function';

/** The engine that the service derives from takes no longer texts. */
const MAX_LEVENSHTEIN_STEPS = 1_000_000;

export const reverse = (text: string): string => Array.from(text).reverse().join('');

export function hammingDistance(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  if (a.length !== b.length) fail('The input strings to hamming_distance function must have the same length');
  return a.filter((character, index) => character !== b[index]).length;
}

/** How many characters to insert, delete or replace. */
export function levenshteinDistance(left: string, right: string): number {
  const [longer, shorter] = [Array.from(left), Array.from(right)].sort((a, b) => b.length - a.length);
  if (longer === undefined || shorter === undefined || shorter.length === 0) return longer?.length ?? 0;
  if (longer.length * (shorter.length - 1) > MAX_LEVENSHTEIN_STEPS) fail('The combined inputs for Levenshtein distance are too large');
  let row = Array.from({ length: shorter.length + 1 }, (_cell, index) => index);
  for (const [index, character] of longer.entries()) {
    const next = [index + 1];
    for (const [place, other] of shorter.entries()) {
      const replaced = (row[place] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** UTF-16 offset -> place in characters, counted from 1. */
const placeOf = (text: string, offset: number) => BigInt(Array.from(text.slice(0, offset)).length + 1);

function checkInstance(instance: bigint): void {
  if (instance <= 0n) fail("'instance' must be a positive number.");
}

/** Where the n-th occurrence begins, 0 without one; occurrences may overlap. */
export function placeFromStart(text: string, wanted: string, instance: bigint): bigint {
  checkInstance(instance);
  if (wanted === '') return 1n;
  let at = text.indexOf(wanted);
  for (let count = 1n; at >= 0 && count < instance; count += 1n) at = text.indexOf(wanted, at + 1);
  return at < 0 ? 0n : placeOf(text, at);
}

/** As placeFromStart, counted from the end. */
export function placeFromEnd(text: string, wanted: string, instance: bigint): bigint {
  checkInstance(instance);
  if (wanted === '') return 1n;
  let at = text.lastIndexOf(wanted);
  // lastIndexOf takes a negative place for the first one.
  for (let count = 1n; at >= 0 && count < instance; count += 1n) at = at === 0 ? -1 : text.lastIndexOf(wanted, at - 1);
  return at < 0 ? 0n : placeOf(text, at);
}

const ofTwoTexts = (distance: (left: string, right: string) => number) => ({
  parameters: [VARCHAR, VARCHAR], returns: BIGINT,
  answer: (left: DuckDBValue = null, right: DuckDBValue = null) => BigInt(distance(asText(left), asText(right))),
});


const ofPlace = (place: typeof placeFromStart) => ({
  parameters: [VARCHAR, VARCHAR, BIGINT], returns: BIGINT,
  answer: (text: DuckDBValue = null, wanted: DuckDBValue = null, instance: DuckDBValue = null) => place(asText(text), asText(wanted), asBigint(instance)),
});

export const textFunctions: JavascriptFunctions = {
  timestream_reverse: { parameters: [VARCHAR], returns: VARCHAR, answer: (text = null) => reverse(asText(text)) },
  timestream_hamming_distance: ofTwoTexts(hammingDistance),
  timestream_levenshtein_distance: ofTwoTexts(levenshteinDistance),
  timestream_strpos: ofPlace(placeFromStart),
  timestream_strrpos: ofPlace(placeFromEnd),
};
