/** The Query operation: SQL text in, one page of typed rows out. */
import { WireText, type Operation, type OperationContext, type QueryableStore } from '../operation';
import { bytesMetered } from '../query/bytes-scanned';
import { newQueryId } from '../query/query-id';
import { queryInput } from '../query/query-input';
import { ResultPages, type PageRequest, type QueryResult } from '../query/result-pages';
import { RowSpool } from '../query/row-spool';
import { runQuery } from '../query/run-query';
import { compileQuery } from '../sql/compile';
import { columnInfo } from '../sql/encode/column-info';
import { withPositions } from '../sql/errors';
import { parseStatement } from '../sql/parser/statement';
import { show } from '../sql/show';

const pagesByStore = new WeakMap<QueryableStore, ResultPages>();

function pagesOf(store: QueryableStore): ResultPages {
  const pages = pagesByStore.get(store) ?? new ResultPages();
  pagesByStore.set(store, pages);
  return pages;
}

/**
 * Runs a statement, or answers the next page of one that ran before. A repeated ClientToken runs it again, which
 * is harmless: statements only read.
 */
export const query: Operation = async (input, context) => {
  const { queryString, nextToken, maxRows } = queryInput(input);
  const request: PageRequest = {
    queryString, principal: context.principal, nowNs: context.nowNs(), ...(maxRows !== undefined && { maxRows }),
  };
  const pages = pagesOf(context.store);
  if (nextToken !== undefined) return new WireText(pages.next(nextToken, request));
  return new WireText(pages.first(await resultOf(queryString, request, context), request));
};

async function resultOf(text: string, { principal, nowNs }: PageRequest, { store }: OperationContext): Promise<QueryResult> {
  const statement = withPositions(text, () => parseStatement(text));
  // Columns that were just written exist for queries only once their rows do.
  await store.flush();
  const common = { queryId: newQueryId(), principal, queryString: text };
  if (statement.kind !== 'query') {
    const { columns, rows } = withPositions(text, () => show(statement, store.catalog));
    const spool = new RowSpool();
    for (const row of rows) spool.add(JSON.stringify(row));
    return { ...common, columnInfo: JSON.stringify(columnInfo(columns)), queryStatus: queryStatus(0, 0), rows: spool };
  }
  const clock = { nowNs };
  const compiled = withPositions(text, () => compileQuery(statement.query, text, store.catalog, clock));
  const { rows, bytesScanned } = await runQuery(compiled, clock, store);
  const status = queryStatus(bytesScanned, bytesMetered(bytesScanned));
  return { ...common, columnInfo: JSON.stringify(columnInfo(compiled.columns)), queryStatus: status, rows };
}

function queryStatus(scanned: number, metered: number): string {
  return JSON.stringify({ ProgressPercentage: 100, CumulativeBytesScanned: scanned, CumulativeBytesMetered: metered });
}
