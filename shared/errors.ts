/** The closed lists of what can go wrong: why a reading is dead-lettered, and how a request is refused. */

/** Every reason a dead letter can carry; each has its own KPI measure, `dead_lettered_<reason>` with `_` for `-`. */
export const deadLetterReasons = [
  'unreadable',
  'not-json',
  'not-a-reading',
  'no-table',
  'missing-dimension',
  'bad-dimension',
  'identity-conflict',
  'missing-time',
  'bad-time',
  'time-out-of-range',
  'bad-measure',
  'not-finite',
  'unsafe-integer',
  'out-of-range',
  'not-in-enum',
  'too-long',
  'bad-version',
  'no-measures',
  'conflict',
  'rejected',
] as const;

export type DeadLetterReason = (typeof deadLetterReasons)[number];

/** HTTP problems by code; the code is the last part of the problem's `type`. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'No verified caller' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not taken' },
  'query-failed': { status: 502, title: 'Timestream did not answer the query' },
  unsettled: { status: 503, title: 'Some readings must be sent again' },
  throttled: { status: 503, title: 'Timestream is throttling' },
  timeout: { status: 504, title: 'The query took too long' },
  internal: { status: 500, title: 'The request failed' },
} as const;

export type ProblemCode = keyof typeof problems;

/** What is wrong with one parameter of a request. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
}

/** A request that is answered with a problem in place of a body; `shared/http/problem` encodes it. */
export class ProblemError extends Error {
  /** For the caller, beyond the title; undefined when there is nothing to add. */
  readonly detail: string | undefined;
  readonly errors: readonly ParameterProblem[];
  /** More for the caller, beside the members that every problem has: https://www.rfc-editor.org/rfc/rfc9457#section-3.2 */
  readonly extension: object;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterS: number | undefined;

  constructor(
    readonly code: ProblemCode,
    { detail, errors = [], extension = {}, retryAfterS, cause }: {
      readonly detail?: string;
      readonly errors?: readonly ParameterProblem[];
      readonly extension?: object;
      readonly retryAfterS?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail ?? problems[code].title, { cause });
    this.name = 'ProblemError';
    this.detail = detail;
    this.errors = errors;
    this.extension = extension;
    this.retryAfterS = retryAfterS;
  }
}
