/** Takes a text apart at the matches of a Java pattern, for the form of regexp_replace whose replacement is a lambda. */
import { LIST, listValue, STRUCT, structValue, VARCHAR } from '@duckdb/node-api';
import { parameterField } from '../bound';
import { asText, type JavascriptFunctions } from './javascript-function';
import { javaRegexp, running, type JavaRegexp } from './regexp/java-regexp';

export interface RegexpPiece {
  readonly before: string;
  /** What the groups matched, without the whole; null behind the last match. */
  readonly groups: readonly (string | null)[] | null;
}

/** All of the text: each match with what lies before it, then the rest. */
export function regexpPieces(text: string, { expression }: JavaRegexp): RegexpPiece[] {
  const pieces: RegexpPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(expression)) {
    const [whole, ...groups] = match;
    pieces.push({ before: text.slice(from, match.index), groups: groups.map((group: string | undefined) => group ?? null) });
    from = match.index + whole.length;
  }
  return [...pieces, { before: text.slice(from), groups: null }];
}

export const regexpPieceFunctions: JavascriptFunctions = {
  timestream_regexp_pieces: {
    parameters: [VARCHAR, VARCHAR],
    returns: LIST(STRUCT({ before: VARCHAR, [parameterField(0)]: LIST(VARCHAR) })),
    answer: (text = null, pattern = null) => {
      const regexp = javaRegexp(asText(pattern));
      return listValue(running(regexp, () => regexpPieces(asText(text), regexp)).map(({ before, groups }) =>
        structValue({ before, [parameterField(0)]: groups && listValue(groups) })));
    },
  },
};
