/** Results that are being paged through: tokens, who may use them, and for how long. */
import { randomBytes } from 'node:crypto';
import { ServiceError } from '../errors';
import type { RowSpool } from './row-spool';

/** A page, its column information included, stays within 1 MB. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
const MAX_PAGE_BYTES = 1024 * 1024;
/** How often and how long one token works. https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const MAX_TOKEN_USES = 5;
const TOKEN_LIFE_NS = 3_600_000_000_000n;
/** Local: tokens kept at once; the oldest is forgotten, as if its hour were over. */
const MAX_TOKENS = 400;

/** One query's result, complete. */
export interface QueryResult {
  readonly queryId: string;
  readonly principal: string;
  readonly queryString: string;
  /** JSON text of the ColumnInfo list and of QueryStatus. */
  readonly columnInfo: string;
  readonly queryStatus: string;
  readonly rows: RowSpool;
}

interface Token {
  readonly text: string;
  readonly result: QueryResult;
  readonly firstRow: number;
  readonly diesNs: bigint;
  uses: number;
  /** Fixed by the first use, so that a repeated call sees the same rows. */
  page?: { readonly end: number; readonly next?: Token };
}

export interface PageRequest {
  readonly principal: string;
  readonly queryString: string;
  readonly maxRows?: number;
  readonly nowNs: bigint;
}

export class ResultPages {
  private readonly tokens = new Map<string, Token>();
  /** The last token used, by result: it dies when a later one is used. */
  private readonly lastUsed = new Map<QueryResult, Token>();

  /**
   * The answer to the call that ran the query. With MaxRows it holds rows only when they are fewer than that and
   * all fit one page; otherwise just a token.
   */
  first(result: QueryResult, { maxRows, nowNs }: PageRequest): string {
    this.forgetDead(nowNs);
    const { rows } = result;
    let next: Token | undefined;
    try {
      const isWhole = rows.byteLength <= roomFor(result) && rows.rowCount < (maxRows ?? Infinity);
      const end = maxRows === undefined || isWhole ? pageEnd(result, 0, undefined) : 0;
      if (end < rows.rowCount) next = this.issue(result, end, nowNs);
      return pageText(result, 0, end, next);
    } finally {
      if (next === undefined) rows.close();
    }
  }

  /** @throws ServiceError when the token is unknown, dead or somebody else's */
  next(tokenText: string, { principal, queryString, maxRows, nowNs }: PageRequest): string {
    this.forgetDead(nowNs);
    const token = this.tokens.get(tokenText);
    if (token === undefined || token.uses >= MAX_TOKEN_USES || token.result.principal !== principal || token.result.queryString !== queryString) {
      throw new ServiceError('ValidationException', 'Invalid pagination token');
    }
    token.uses += 1;
    const page = token.page ?? this.cut(token, maxRows, nowNs);
    return pageText(token.result, token.firstRow, page.end, page.next);
  }

  private cut(token: Token, maxRows: number | undefined, nowNs: bigint): NonNullable<Token['page']> {
    const { result } = token;
    const earlier = this.lastUsed.get(result);
    if (earlier !== undefined) this.tokens.delete(earlier.text);
    this.lastUsed.set(result, token);
    const end = pageEnd(result, token.firstRow, maxRows);
    token.page = end < result.rows.rowCount ? { end, next: this.issue(result, end, nowNs) } : { end };
    return token.page;
  }

  private issue(result: QueryResult, firstRow: number, nowNs: bigint): Token {
    const text = randomBytes(96).toString('base64url');
    const token: Token = { text, result, firstRow, diesNs: nowNs + TOKEN_LIFE_NS, uses: 0 };
    this.tokens.set(text, token);
    return token;
  }

  private forgetDead(nowNs: bigint): void {
    for (const token of this.tokens.values()) {
      const isDead = token.diesNs <= nowNs || this.tokens.size > MAX_TOKENS;
      if (!isDead) return;
      this.tokens.delete(token.text);
      const isNeeded = [...this.tokens.values()].some((other) => other.result === token.result);
      if (isNeeded) continue;
      token.result.rows.close();
      this.lastUsed.delete(token.result);
    }
  }
}

function roomFor(result: QueryResult): number {
  return MAX_PAGE_BYTES - Buffer.byteLength(result.columnInfo);
}

function pageEnd(result: QueryResult, first: number, maxRows: number | undefined): number {
  const end = result.rows.pageEnd(first, roomFor(result), maxRows ?? Infinity);
  if (end > first || first >= result.rows.rowCount) return end;
  throw new ServiceError('QueryExecutionException', 'Query aborted as max page response size has been exceeded by the output result row');
}

function pageText(result: QueryResult, first: number, end: number, next: Token | undefined): string {
  const token = next === undefined ? '' : `"NextToken":"${next.text}",`;
  return `{"QueryId":"${result.queryId}",${token}"Rows":[${result.rows.read(first, end)}],` +
    `"ColumnInfo":${result.columnInfo},"QueryStatus":${result.queryStatus}}`;
}
