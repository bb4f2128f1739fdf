/** The replacement text of regexp_replace: `$1` and `${name}` are groups, a backslash makes the next character plain. */
import { fail } from '../javascript-function';
import type { JavaRegexp } from './java-regexp';

/** Pieces of text and numbers of groups. */
export type Replacement = readonly (string | number)[];

export function parseReplacement(text: string, regexp: JavaRegexp): Replacement {
  const parts: (string | number)[] = [];
  // A group, an escaped character, other text, or a mark that begins none of them.
  for (const [, name, digits, escaped, plain] of text.matchAll(/\$\{([^}]*)\}|\$([0-9]+)|\\([^])|([^$\\]+)|[^]/gu)) {
    if (name !== undefined) {
      parts.push(regexp.groupNames.get(name) ?? fail(`Illegal replacement sequence: unknown group { ${name} }`));
    } else if (digits !== undefined) {
      parts.push(...numbered(digits, regexp.groupCount));
    } else {
      parts.push(escaped ?? plain ?? fail(`Illegal replacement sequence: ${text}`));
    }
  }
  return parts;
}

/** As many digits as still name a group; the others are text. */
function numbered(digits: string, groupCount: number): Replacement {
  let length = 1;
  if (Number(digits.slice(0, 1)) > groupCount) fail(`Illegal replacement sequence: unknown group ${digits.slice(0, 1)}`);
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groupCount) length += 1;
  return [Number(digits.slice(0, length)), digits.slice(length)];
}

/** @param groups the whole match, then its groups; one without a match is left out */
export function expand(replacement: Replacement, groups: readonly (string | undefined)[]): string {
  return replacement.map((part) => (typeof part === 'number' ? groups[part] ?? '' : part)).join('');
}
