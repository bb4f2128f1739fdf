/** One page of a listing; its next token names the last item shown, so items made or deleted meanwhile disturb nothing. */
import { ServiceError } from '../errors';

const defaultPageSize = 20;

interface PageInput {
  readonly MaxResults?: number | bigint;
  readonly NextToken?: string;
}

/**
 * @param items ascending by key
 * @throws ServiceError ValidationException for a token that no page gave
 */
export function pageOf<T>(items: readonly T[], keyOf: (item: T) => string, { MaxResults = defaultPageSize, NextToken }: PageInput): { readonly page: readonly T[]; readonly NextToken?: string } {
  const after = NextToken === undefined ? undefined : keyOfToken(NextToken);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, Number(MaxResults));
  const last = page.at(-1);
  return last !== undefined && page.length < rest.length ? { page, NextToken: tokenOf(keyOf(last)) } : { page };
}

const tokenMark = 'after:';

function tokenOf(key: string): string {
  return Buffer.from(`${tokenMark}${key}`).toString('base64url');
}

function keyOfToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(tokenMark) || tokenOf(text.slice(tokenMark.length)) !== token) throw new ServiceError('ValidationException', 'Invalid pagination token');
  return text.slice(tokenMark.length);
}
