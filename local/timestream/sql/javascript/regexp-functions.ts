/** Regular expression functions; the patterns are Java's. functions/regexp.ts prints calls of these. */
import { BIGINT, BOOLEAN, LIST, listValue, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { asBigint, asText, fail, type JavascriptFunctions, type LimitedFunction } from './javascript-function';
import { MAX_TEXT_LENGTH } from '../text-limit';
import { javaRegexp, running, type JavaRegexp } from './regexp/java-regexp';
import { expand, parseReplacement, type Replacement } from './regexp/replacement';

type Match = readonly (string | undefined)[] & { readonly index: number };

function* matches({ expression }: JavaRegexp, text: string): Generator<Match> {
  yield* text.matchAll(expression);
}

function checkGroup(group: bigint, { groupCount }: JavaRegexp): number {
  if (group < 0n) fail('Group cannot be negative');
  if (group > groupCount) fail(`Pattern has ${groupCount} groups. Cannot access group ${group}`);
  return Number(group);
}

export function extract(text: string, regexp: JavaRegexp, group: bigint): string | null {
  const number = checkGroup(group, regexp);
  const [match] = matches(regexp, text);
  return match?.[number] ?? null;
}

export function extractAll(text: string, regexp: JavaRegexp, group: bigint): (string | null)[] {
  const number = checkGroup(group, regexp);
  return Array.from(matches(regexp, text), (match) => match[number] ?? null);
}

/** The replacement is read at the first match: without one, a wrong replacement does no harm. */
export function replaceMatches(text: string, regexp: JavaRegexp, replacement: string): string {
  let parsed: Replacement | undefined;
  let result = '';
  let from = 0;
  for (const match of matches(regexp, text)) {
    parsed ??= parseReplacement(replacement, regexp);
    result += text.slice(from, match.index) + expand(parsed, match);
    from = match.index + (match[0]?.length ?? 0);
    if (result.length > MAX_TEXT_LENGTH) fail(`The result of regexp_replace has more than ${MAX_TEXT_LENGTH} characters`);
  }
  return result + text.slice(from);
}

/** What lies between the matches, with what is empty at either end. */
export function splitAtMatches(text: string, regexp: JavaRegexp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of matches(regexp, text)) {
    parts.push(text.slice(from, match.index));
    from = match.index + (match[0]?.length ?? 0);
  }
  return [...parts, text.slice(from)];
}

function regexpFunction(
  returns: LimitedFunction['returns'], extra: LimitedFunction['parameters'], answer: (text: string, regexp: JavaRegexp, ...rest: readonly DuckDBValue[]) => DuckDBValue,
): LimitedFunction {
  return {
    parameters: [VARCHAR, VARCHAR, ...extra],
    returns,
    answer: (text = null, pattern = null, ...rest) => {
      const regexp = javaRegexp(asText(pattern));
      return running(regexp, () => answer(asText(text), regexp, ...rest));
    },
  };
}

export const regexpFunctions: JavascriptFunctions = {
  timestream_regexp_like: regexpFunction(BOOLEAN, [], (text, { expression }) => text.search(expression) >= 0),
  timestream_regexp_extract: regexpFunction(VARCHAR, [BIGINT], (text, regexp, group = null) => extract(text, regexp, asBigint(group))),
  timestream_regexp_extract_all: regexpFunction(LIST(VARCHAR), [BIGINT], (text, regexp, group = null) => listValue(extractAll(text, regexp, asBigint(group)))),
  timestream_regexp_replace: regexpFunction(VARCHAR, [VARCHAR], (text, regexp, by = null) => replaceMatches(text, regexp, asText(by))),
  timestream_regexp_split: regexpFunction(LIST(VARCHAR), [], (text, regexp) => listValue(splitAtMatches(text, regexp))),
};
