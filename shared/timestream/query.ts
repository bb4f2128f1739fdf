/** Runs one SQL statement to its end: follows the next tokens, cancels near the deadline; rows come out typed. */
import {
  CancelQueryCommand,
  QueryCommand,
  type QueryCommandOutput,
  type TimestreamQueryClient,
} from '@aws-sdk/client-timestream-query';
import { ProblemError } from '../errors';
import { rowsFromPage, type Row } from './rows';
import type { Sql } from './sql';

export interface QueryResult {
  readonly rows: readonly Row[];
  readonly bytesScanned: number;
  /** What the query is billed for in the bytes-scanned pricing model: at least 10 MB. */
  readonly bytesMetered: number;
}

export interface QueryOptions {
  /** Aborts when the answer would come too late. */
  readonly signal?: AbortSignal;
}

/** A column of the statement that no record has brought yet: Timestream makes columns with the first value. */
export class AbsentColumnError extends Error {
  constructor(readonly column: string, options: { readonly cause: unknown }) {
    super(`no record has brought column ${column} yet`, options);
    this.name = 'AbsentColumnError';
  }
}

/**
 * Runs a statement.
 *
 * @throws ProblemError `throttled`, `timeout` or `query-failed`, with the service's error as cause
 * @throws AbsentColumnError when the statement names a column that the table does not have
 */
export async function runQuery(client: TimestreamQueryClient, statement: Sql, options: QueryOptions = {}): Promise<QueryResult> {
  const rows: Row[] = [];
  let page: QueryCommandOutput | undefined;
  try {
    do {
      options.signal?.throwIfAborted();
      page = await client.send(
        new QueryCommand({ QueryString: statement.text, ...(page?.NextToken === undefined ? {} : { NextToken: page.NextToken }) }),
        options.signal === undefined ? {} : { abortSignal: options.signal },
      );
      // The first pages may be empty while the query runs: the token says whether there is more, not the rows.
      rows.push(...rowsFromPage(page.ColumnInfo ?? [], page.Rows ?? []));
    } while (page.NextToken !== undefined);
  } catch (error) {
    if (options.signal?.aborted === true) await cancel(client, page?.QueryId);
    throw typedError(error, options.signal);
  }
  return {
    rows,
    bytesScanned: page.QueryStatus?.CumulativeBytesScanned ?? 0,
    bytesMetered: page.QueryStatus?.CumulativeBytesMetered ?? 0,
  };
}

/** The longest that telling the service to stop may take; what it still computes after that is paid for, nothing worse. */
const cancelBudgetMs = 200;

async function cancel(client: TimestreamQueryClient, queryId: string | undefined): Promise<void> {
  if (queryId === undefined) return;
  try {
    await client.send(new CancelQueryCommand({ QueryId: queryId }), { abortSignal: AbortSignal.timeout(cancelBudgetMs) });
  } catch {
    // The query may have ended by itself; the caller hears of the time-out either way.
  }
}

const errorTypeOf = (error: unknown): string => (error instanceof Error ? error.name : '');

function typedError(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) return new ProblemError('timeout', { cause: error });
  const message = error instanceof Error ? error.message : '';
  switch (errorTypeOf(error)) {
    case 'ThrottlingException':
      return new ProblemError('throttled', { cause: error });
    case 'TimeoutError':
      return new ProblemError('timeout', { cause: error });
    case 'ValidationException': {
      // "line 1:76: Column 'vehicleName' does not exist" is all the service says; there is no code for it.
      const [, column] = /Column '(.+?)' does not exist/.exec(message) ?? [];
      if (column !== undefined) return new AbsentColumnError(column, { cause: error });
      return new ProblemError('query-failed', { cause: error });
    }
    default:
      return new ProblemError('query-failed', { cause: error });
  }
}
