/** What serverless.yml cannot say about the HTTP API: whose tokens it takes, and how many requests. */
import type { Value } from './cloudformation';

/** No defaults: a stack without an issuer cannot be made, so a deployed API is never open. */
export const apiParameters: Readonly<Record<string, Value>> = {
  JwtIssuer: {
    Type: 'String',
    Description: 'Issuer of the access tokens, such as https://cognito-idp.<region>.amazonaws.com/<user pool>',
    AllowedPattern: '^https://[^ ]+$',
    ConstraintDescription: 'must be the https address of a token issuer (deploy with --param jwtIssuer=...)',
  },
  JwtAudience: {
    Type: 'String',
    Description: 'Audience that the tokens are made for',
    AllowedPattern: '^[^ ]+$',
    ConstraintDescription: 'must not be empty (deploy with --param jwtAudience=...)',
  },
};

/** For all callers together: each query costs by what it scans. */
const throttling = { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 };

/** Properties that the deploy tool has no word for, by its logical ids. */
export const apiExtensions = {
  HttpApiStage: { Properties: { DefaultRouteSettings: throttling } },
};
