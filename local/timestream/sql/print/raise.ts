/** Errors that a query raises while it runs: written into DuckDB SQL here, recognised by run-errors.ts. */
import { stringLiteral } from './literal';

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
