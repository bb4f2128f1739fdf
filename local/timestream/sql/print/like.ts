/**
 * LIKE as DuckDB SQL. DuckDB's own tries every place for every `%`, without end where a long text meets a few of them, and
 * nothing can interrupt it; so it gets the patterns that it reads in one pass, and its regular expressions, which always do, the rest.
 */
import { stringLiteral } from './literal';

export interface LikePattern {
  readonly text: string;
  /** The character before a `%` or `_` that stands for itself. */
  readonly escape?: string;
}

const special = /[\\^$.*+?()[\]{}|]/;

/** @param known the pattern when it is a literal */
export function printLike(value: string, pattern: string, known: LikePattern | undefined): string {
  if (known === undefined) return asRegexp(value, `('(?s)' || replace(replace(regexp_replace(${pattern}, '([\\\\^$.*+?()\\[\\]{}|])', '\\\\\\1', 'g'), '%', '.*'), '_', '.'))`);
  const pieces = piecesOf(known);
  // After the last one nothing is left to try again.
  const wildcards = pieces.filter((piece, index) => piece === '.*' && index < pieces.length - 1).length;
  if (wildcards > 1) return asRegexp(value, stringLiteral(`(?s)${pieces.join('')}`));
  return `(${value} LIKE ${pattern}${known.escape === undefined ? '' : ` ESCAPE ${stringLiteral(known.escape)}`})`;
}

function asRegexp(value: string, pattern: string): string {
  return `regexp_full_match(${value}, ${pattern})`;
}

/** The pattern as parts of a regular expression, one for each `%`, `_` and other character. */
function piecesOf({ text, escape }: LikePattern): readonly string[] {
  const pieces: string[] = [];
  let isEscaped = false;
  for (const character of text) {
    const isWildcard = !isEscaped && (character === '%' || character === '_');
    isEscaped = !isEscaped && character === escape;
    if (isEscaped) continue;
    if (!isWildcard) pieces.push(special.test(character) ? `\\${character}` : character);
    else if (character === '_') pieces.push('.');
    else if (pieces.at(-1) !== '.*') pieces.push('.*');
  }
  return pieces;
}
