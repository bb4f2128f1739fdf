/** Errors that a query raises while it runs: written into DuckDB SQL here, recognised by run-errors.ts. */
import type { SqlType } from '../types';
import { duckdbType, stringLiteral } from './literal';

/** Begins every text raised by our own SQL; no error of DuckDB's begins like this. */
export const RAISED = 'timestream: ';

/**
 * SQL that fails with the text when evaluated; of type BIGINT. A cast that cannot succeed, because DuckDB's
 * error() counts as volatile: it may not stand inside TRY and stops filters from being pushed down.
 *
 * @param detail SQL of a varchar to append
 */
export function raise(text: string, detail?: string): string {
  const message = stringLiteral(RAISED + text);
  return `CAST(${detail === undefined ? message : `(${message} || ${detail})`} AS BIGINT)`;
}

/** The same from a JavaScript function that DuckDB calls: throwing one fails the query, or makes a NULL inside try. */
export class Raised extends Error {
  constructor(readonly text: string) {
    super(RAISED + text);
  }
}

/** As raise, as an expression of the type: the failing number stands where a list is asked for an element. */
export function raiseAs(type: SqlType, text: string, detail?: string): string {
  return `[CAST(NULL AS ${duckdbType(type)})][${raise(text, detail)}]`;
}
