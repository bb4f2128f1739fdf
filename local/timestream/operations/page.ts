/** One page of a listing; its next token names the last item shown, so items made or deleted meanwhile disturb nothing. */
import { ServiceError } from '../errors';

const defaultPageSize = 20;

interface PageInput {
  readonly MaxResults?: number | bigint;
  readonly NextToken?: string;
}

/**
 * @param items ascending by key
 * @param listing what is listed, in one line; the tokens of one listing are none of another
 * @throws ServiceError ValidationException for a token that no page of the listing gave
 */
export function pageOf<T>(items: readonly T[], keyOf: (item: T) => string, { MaxResults = defaultPageSize, NextToken }: PageInput, listing: string): { readonly page: readonly T[]; readonly NextToken?: string } {
  const after = NextToken === undefined ? undefined : keyOfToken(NextToken, listing);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, Number(MaxResults));
  const last = page.at(-1);
  return last !== undefined && page.length < rest.length ? { page, NextToken: tokenOf(keyOf(last), listing) } : { page };
}

function tokenOf(key: string, listing: string): string {
  return Buffer.from(`${listing}\n${key}`).toString('base64url');
}

function keyOfToken(token: string, listing: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  const key = text.slice(listing.length + 1);
  // Whatever is not exactly what was given out: of another listing, cut, or made up.
  if (tokenOf(key, listing) !== token) throw new ServiceError('ValidationException', 'Invalid pagination token');
  return key;
}
