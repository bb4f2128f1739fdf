/** Results that are being paged through: tokens, who may use them, and for how long. */
import { randomBytes } from 'node:crypto';
import { ServiceError } from '../errors';
import { cancelledError, type QueryResult, type QueryRun } from './query-run';
import { rowTooLarge } from '../sql/encode/row-too-large';
import { settledWithin } from './settled-within';
import { waitingStatus } from './query-status';

/** A page, its column information included, stays within 1 MB. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const MAX_PAGE_BYTES = 1024 * 1024;
/** How often and how long one token works. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const MAX_TOKEN_USES = 5;
const TOKEN_LIFE_NS = 3_600_000_000_000n;
/** Local: tokens kept at once; the oldest is forgotten, as if its hour were over. */
const MAX_TOKENS = 400;
/** How long the call for a page waits for a query that runs: less than a client waits for its answer. */
const MAX_WAIT_MS = 30_000;

/** Rows `firstRow` of its token up to `end`; no result while the query runs. */
interface Page {
  readonly result?: QueryResult;
  readonly end: number;
  readonly next?: Token;
}

interface Token {
  readonly text: string;
  readonly run: QueryRun;
  readonly firstRow: number;
  readonly diesNs: bigint;
  uses: number;
  /** Fixed by the first use, so that a repeated call sees the same rows. */
  page?: Promise<Page>;
}

export interface PageRequest {
  readonly principal: string;
  readonly queryString: string;
  readonly maxRows?: number;
  readonly nowNs: bigint;
}

export class ResultPages {
  private readonly tokens = new Map<string, Token>();
  /** The last token used, by query: it dies when a later one is used. */
  private readonly lastUsed = new Map<QueryRun, Token>();

  /** The answer to the call that started the query, while it runs: no rows yet, and a token to ask for them. */
  empty(run: QueryRun, nowNs: bigint): string {
    this.forgetDead(nowNs);
    return pageText(run, 0, { end: 0, next: this.issue(run, 0, nowNs) });
  }

  /**
   * The answer to the call that ran the query. With MaxRows it holds rows only when they are fewer than that and
   * all fit one page; otherwise just a token.
   */
  first(run: QueryRun, result: QueryResult, { maxRows, nowNs }: PageRequest): string {
    this.forgetDead(nowNs);
    const { rows } = result;
    let next: Token | undefined;
    try {
      const isWhole = rows.byteLength <= roomFor(run) && rows.rowCount < (maxRows ?? Infinity);
      const end = maxRows === undefined || isWhole ? pageEnd(run, result, 0, undefined) : 0;
      if (end < rows.rowCount) next = this.issue(run, end, nowNs);
      return pageText(run, 0, { result, end, ...(next && { next }) });
    } finally {
      if (next === undefined) run.drop();
    }
  }

  /** @throws ServiceError when the token is unknown, dead or somebody else's, or its query failed or was cancelled */
  async next(tokenText: string, request: PageRequest): Promise<string> {
    this.forgetDead(request.nowNs);
    const token = this.tokens.get(tokenText);
    if (token === undefined || !mayUse(token, request)) throw new ServiceError('ValidationException', 'Invalid pagination token');
    const { run } = token;
    if (run.isCancelled) throw cancelledError();
    token.uses += 1;
    token.page ??= this.cut(token, request);
    const page = await token.page;
    // It may have been cancelled meanwhile.
    if (run.isCancelled) throw cancelledError();
    return pageText(run, token.firstRow, page);
  }

  private async cut(token: Token, { maxRows, nowNs }: PageRequest): Promise<Page> {
    const { run, firstRow } = token;
    const earlier = this.lastUsed.get(run);
    if (earlier !== undefined) this.tokens.delete(earlier.text);
    this.lastUsed.set(run, token);
    const result = await settledWithin(run.result, MAX_WAIT_MS);
    if (result === undefined) return { end: firstRow, next: this.issue(run, firstRow, nowNs) };
    if (run.isCancelled) throw cancelledError();
    const end = pageEnd(run, result, firstRow, maxRows);
    if (end < result.rows.rowCount) return { result, end, next: this.issue(run, end, nowNs) };
    run.end();
    return { result, end };
  }

  private issue(run: QueryRun, firstRow: number, nowNs: bigint): Token {
    const text = randomBytes(96).toString('base64url');
    const token: Token = { text, run, firstRow, diesNs: nowNs + TOKEN_LIFE_NS, uses: 0 };
    this.tokens.set(text, token);
    return token;
  }

  private forgetDead(nowNs: bigint): void {
    for (const token of this.tokens.values()) {
      const isDead = token.diesNs <= nowNs || this.tokens.size > MAX_TOKENS;
      if (!isDead) return;
      this.tokens.delete(token.text);
      const isNeeded = [...this.tokens.values()].some((other) => other.run === token.run);
      if (isNeeded) continue;
      token.run.drop();
      this.lastUsed.delete(token.run);
    }
  }
}

function mayUse({ uses, diesNs, run }: Token, { principal, queryString, nowNs }: PageRequest): boolean {
  return uses < MAX_TOKEN_USES && diesNs > nowNs && run.principal === principal && run.queryString === queryString;
}

function roomFor(run: QueryRun): number {
  return MAX_PAGE_BYTES - Buffer.byteLength(run.columnInfo);
}

function pageEnd(run: QueryRun, { rows }: QueryResult, first: number, maxRows: number | undefined): number {
  const end = rows.pageEnd(first, roomFor(run), maxRows ?? Infinity);
  if (end > first || first >= rows.rowCount) return end;
  throw rowTooLarge();
}

function pageText({ queryId, columnInfo }: QueryRun, first: number, { result, end, next }: Page): string {
  const token = next === undefined ? '' : `"NextToken":"${next.text}",`;
  const insights = result?.insights === undefined ? '' : `,"QueryInsightsResponse":${result.insights}`;
  return `{"QueryId":"${queryId}",${token}"Rows":[${result?.rows.read(first, end) ?? ''}],` +
    `"ColumnInfo":${columnInfo},"QueryStatus":${result?.queryStatus ?? waitingStatus}${insights}}`;
}
