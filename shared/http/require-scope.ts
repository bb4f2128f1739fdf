/** What a caller may do beyond asking: the scopes of the token; routes of serverless.yml name them too, and handlers look again. */
import { ProblemError } from '../errors';
import type { Claims } from './http-request';

/** Named as Amazon Cognito names scopes, `<resource server>/<scope>`; serverless.yml has it on the same routes. */
export const writeScope = 'tidegauge/write';

/**
 * API Gateway has checked the same before: a route that loses its scopes in the template stays closed all the same.
 *
 * @throws ProblemError `forbidden` when the token does not carry the scope
 */
export function requireScope(claims: Claims, scope: string): void {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html: either claim may hold them.
  const granted = [claims['scope'], claims['scp']].flatMap(scopesOf);
  if (!granted.includes(scope)) throw new ProblemError('forbidden', { detail: `The token needs the scope ${scope}` });
}

/** Text with spaces between, or an array, which API Gateway hands over as `[a b]`. */
function scopesOf(claim: Claims[string] | undefined): readonly string[] {
  if (Array.isArray(claim)) return claim;
  return String(claim ?? '').replace(/^\[(.*)\]$/, '$1').split(' ');
}
