/** The pieces of a date pattern, which Joda-Time and java.time write alike: runs of a letter, quoted text, other characters. */

export type PatternPiece = { readonly kind: 'field'; readonly letters: string } | { readonly kind: 'text'; readonly text: string };

/** A run of one letter is a field, text in single quotes stands for itself, `''` is a quote. */
const piece = /''|'(?:[^']|'')+'|([A-Za-z])\1*|[^A-Za-z']/gy;

/** @returns undefined when a quote does not end */
export function patternPieces(pattern: string): readonly PatternPiece[] | undefined {
  const parts = pattern.match(piece) ?? [];
  if (parts.join('') !== pattern) return undefined;
  return parts.map((part) => {
    if (/^[A-Za-z]/.test(part)) return { kind: 'field', letters: part };
    if (part === "''") return { kind: 'text', text: "'" };
    return { kind: 'text', text: part.startsWith("'") ? part.slice(1, -1).replaceAll("''", "'") : part };
  });
}

/** Why a pattern cannot be used with these fields, or undefined when it can. */
export function patternProblem(pattern: string, isField: (letters: string) => boolean): string | undefined {
  const pieces = patternPieces(pattern);
  if (pieces === undefined) return `the quote in the time pattern ${JSON.stringify(pattern)} does not end`;
  const unknown = pieces.find((part) => part.kind === 'field' && !isField(part.letters));
  return unknown?.kind === 'field' ? `the pattern letters ${JSON.stringify(unknown.letters)} are not supported` : undefined;
}
