/** A statement's text to a query that runs: parsed and checked first, so that its faults and columns are known at once. */
import { ServiceError } from '../errors';
import type { OperationContext } from '../operation';
import { compileQuery } from '../sql/compile';
import { columnInfo, type ResultColumn } from '../sql/encode/column-info';
import { withPositions } from '../sql/errors';
import { parseStatement } from '../sql/parser/statement';
import { show } from '../sql/show';
import { planUnload, unloadReply } from '../unload/plan-unload';
import { runUnload } from '../unload/run-unload';
import type { AtMost } from './at-most';
import { queryInsights } from './query-insights';
import type { QueryInput } from './query-input';
import { QueryRun } from './query-run';
import { endedStatus, showStatus } from './query-status';
import { RowSpool } from './row-spool';
import { runQuery } from './run-query';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const MAX_METADATA_BYTES = 100 * 1024;

/** SHOW and DESCRIBE are answered from memory at once; UNLOAD may take longer than a call for its answer. */
export type Pace = 'immediate' | 'usual' | 'long';

interface StartedQuery {
  readonly run: QueryRun;
  readonly pace: Pace;
}

/**
 * @param inTurn what the query waits in before it takes a connection
 * @throws ServiceError ValidationException for text that does not parse or names that do not exist
 */
export async function startQuery({ queryString, wantsInsights }: QueryInput, context: OperationContext, inTurn: AtMost): Promise<StartedQuery> {
  const { store, principal, extensions } = context;
  const statement = withPositions(queryString, () => parseStatement(queryString, { extensions }));
  // Columns that were just written exist for queries only once their rows do.
  await store.flush();
  const common = { principal, queryString };
  if (statement.kind !== 'query' && statement.kind !== 'unload') {
    const { columns, rows } = withPositions(queryString, () => show(statement, store.catalog));
    const spool = new RowSpool();
    spool.add(rows.map((row) => JSON.stringify(row)));
    const execute = () => Promise.resolve({ rows: spool, queryStatus: showStatus });
    return { run: new QueryRun({ ...common, columnInfo: metadata(columns), execute }), pace: 'immediate' };
  }
  const clock = { nowNs: context.nowNs() };
  const compiled = withPositions(queryString, () => compileQuery(statement.query, queryString, store.catalog, clock));
  const unload = statement.kind === 'unload' ? withPositions(queryString, () => planUnload(statement, compiled.columns)) : undefined;
  if (unload !== undefined) context.rateLimits?.take('UNLOAD');
  const execute = (signal: AbortSignal, queryId: string) => inTurn(signal, async () => {
    const { rows, bytesScanned, written } = await (unload === undefined
      ? runQuery(compiled, clock, store, signal)
      : runUnload(unload, compiled, clock, queryId, context, signal));
    const result = { rows, queryStatus: endedStatus(bytesScanned) };
    if (!wantsInsights) return result;
    try {
      return { ...result, insights: JSON.stringify({ ...await queryInsights(compiled.scans, rows, clock, context, signal), ...written }) };
    } catch (error) {
      rows.close();
      throw error;
    }
  });
  const columns = unload === undefined ? compiled.columns : unloadReply;
  return { run: new QueryRun({ ...common, columnInfo: metadata(columns), execute }), pace: unload === undefined ? 'usual' : 'long' };
}

function metadata(columns: readonly ResultColumn[]): string {
  const text = JSON.stringify(columnInfo(columns));
  if (Buffer.byteLength(text) <= MAX_METADATA_BYTES) return text;
  throw new ServiceError('ValidationException', `The metadata of the result, its column names and types, has more than ${MAX_METADATA_BYTES} bytes`);
}
