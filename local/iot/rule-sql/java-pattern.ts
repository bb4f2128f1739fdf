/** Java's regular expressions as JavaScript's, where both mean the same; the regexp functions refuse the rest. */

export class JavaPatternError extends Error {}

/** Spelled alike in both languages and meaning different things, or known to one of them only. */
const foreign = [
  [/\\[QEAzZGhHRXNBb]/, 'the escape'],
  [/\\[pP]/, 'the character class'],
  [/\\(?:[0ck]|u\{)/, 'the escape'],
  [/\(\?(?![:=!]|<[=!])/, 'the group'],
  [/[*+?}]\+/, 'the possessive quantifier'],
  [/\[[^\]]*&&/, 'the intersection in'],
  [/\[\^?\]/, 'the character class'],
  [/\[[^\]]*\[/, 'the nested character class'],
] as const;

/** Java's white space is ASCII, its dot knows one more line end, and its $ also stands before the last of them. */
const translated: Readonly<Record<string, string>> = {
  '\\s': '[ \\t\\n\\v\\f\\r]',
  '\\S': '[^ \\t\\n\\v\\f\\r]',
  '.': '[^\\n\\r\\u0085\\u2028\\u2029]',
  '$': '(?=(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])?$)',
};

/** @throws JavaPatternError naming what of the pattern is not supported */
export function javaPattern(pattern: string, flags = ''): RegExp {
  for (const [construct, kind] of foreign) {
    const found = construct.exec(pattern.replaceAll('\\\\', '\0\0'));
    if (found !== null) throw new JavaPatternError(`${kind} ${found[0]} of the pattern ${JSON.stringify(pattern)} is not supported`);
  }
  let inClass = false;
  const source = pattern.replace(/\\.|[[\].$]/gs, (piece) => {
    if (piece === '[') inClass = true;
    if (piece === ']') inClass = false;
    if (inClass && /^\\[sS]$/.test(piece)) throw new JavaPatternError(`${piece} in a character class of the pattern ${JSON.stringify(pattern)} is not supported`);
    return (inClass ? undefined : translated[piece]) ?? piece;
  });
  try {
    return new RegExp(source, `${flags}u`);
  } catch (cause) {
    throw new JavaPatternError(`the pattern ${JSON.stringify(pattern)} is not supported: ${String(cause)}`, { cause });
  }
}

/**
 * A replacement with $1 for a group and a backslash before a character that stands for itself.
 * @throws JavaPatternError for a $ without a number or with that of no group, which Java refuses, and for names of groups
 */
export function javaReplacement(text: string, pattern: RegExp): (...match: unknown[]) => string {
  if (/^(?:[^\\$]|\\.|\$\d)*$/s.test(text) === false || /\$\d\d/.test(text)) {
    throw new JavaPatternError(`the replacement ${JSON.stringify(text)} is not supported: $ takes one digit, and a backslash a character`);
  }
  const groups = groupCount(pattern);
  const unknown = [...text.matchAll(/\\.|\$(\d)/gs)].find(([, group]) => Number(group ?? 0) > groups);
  if (unknown !== undefined) throw new JavaPatternError(`the pattern has no group ${unknown[0]} for the replacement ${JSON.stringify(text)}`);
  return (...match) => text.replace(/\\(.)|\$(\d)/gs, (_piece, escaped: string | undefined, group: string | undefined) =>
    escaped ?? groupText(match, Number(group)));
}

/** An empty alternative makes any pattern match, and a match lists every group. */
function groupCount({ source, flags }: RegExp): number {
  return (new RegExp(`${source}|`, flags).exec('')?.length ?? 1) - 1;
}

/** A match comes as itself, its groups, its position and the text; a group that took no part is empty. */
function groupText(match: readonly unknown[], group: number): string {
  const text = group < match.length - 2 ? match[group] : undefined;
  return typeof text === 'string' ? text : '';
}
