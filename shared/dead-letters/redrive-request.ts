/** The input of functions/redrive: JSON that somebody typed at night, so everything that is wrong with it is said at once and by name. */
import { en as english } from 'zod/v4/locales';
import * as z from 'zod/mini';
import { deadLetterReasons } from '../errors';
import { isoToNs, nsToMs } from '../time';
import { decodeCursor, type Cursor } from './cursor';
import { letterSources } from './dead-letter';
import type { Selection } from './selection';
import { foreignReasons, lambdaPrefix, reasonPrefix } from './stored-letter';

const defaultMaxAttempts = 5;
const mostAttempts = 1000;
const defaultListed = 100;
const mostListed = 1000;
/** Read at once, unlike a selection. */
const mostKeys = 100;

export type RedriveRequest =
  | { readonly action: 'list'; readonly selection: Selection; readonly limit: number; readonly cursor: Cursor | undefined }
  | { readonly action: 'show'; readonly key: string }
  | RedriveOrder;

export interface RedriveOrder {
  readonly action: 'redrive';
  readonly letters: { readonly kind: 'keys'; readonly keys: readonly string[] } | { readonly kind: 'selection'; readonly selection: Selection };
  /** Only tells what would become of the letters. */
  readonly dryRun: boolean;
  /** A letter that has been tried so often is left alone. */
  readonly maxAttempts: number;
  /** How many letters to try at most. */
  readonly limit: number;
  readonly cursor: Cursor | undefined;
}

export class RedriveRequestError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'RedriveRequestError';
  }
}

const time = z.pipe(z.string(), z.transform((text: string, { issues }) => {
  const timeNs = isoToNs(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (timeNs !== undefined) return nsToMs(timeNs);
  issues.push({ code: 'custom', input: text, message: `${JSON.stringify(text)} is neither a day such as 2026-05-01 nor a time with offset such as 2026-05-01T08:30:00Z` });
  return z.NEVER;
}));

const letterKey = z.string().check(z.refine((key) => key.startsWith(reasonPrefix) || key.startsWith(lambdaPrefix), {
  error: ({ input }) => `${JSON.stringify(input)} is no key of a letter: those begin with ${reasonPrefix} or ${lambdaPrefix}`,
}));

const cursor = z.pipe(z.string(), z.transform((text: string, { issues }) => {
  const decoded = decodeCursor(text);
  if (decoded !== undefined) return decoded;
  issues.push({ code: 'custom', input: text, message: 'is not one that this function answered with' });
  return z.NEVER;
}));

const selection = {
  reason: z.optional(z.enum([...deadLetterReasons, ...foreignReasons])),
  source: z.optional(z.enum(letterSources)),
  table: z.optional(z.string().check(z.minLength(1))),
  from: z.optional(time),
  to: z.optional(time),
};

const wholeNumber = (most: number) => z.int().check(z.minimum(1), z.maximum(most));

const listShape = z.strictObject({
  action: z.literal('list'),
  ...selection,
  limit: z._default(wholeNumber(mostListed), defaultListed),
  cursor: z.optional(cursor),
});

const showShape = z.strictObject({ action: z.literal('show'), key: letterKey });

const redriveShape = z.strictObject({
  action: z.literal('redrive'),
  ...selection,
  keys: z.optional(z.array(letterKey).check(z.minLength(1), z.maxLength(mostKeys))),
  all: z.optional(z.literal(true)),
  dryRun: z._default(z.boolean(), false),
  maxAttempts: z._default(wholeNumber(mostAttempts), defaultMaxAttempts),
  limit: z._default(wholeNumber(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER),
  cursor: z.optional(cursor),
});

/** The small zod, because a function carries it, comes without words. */
const { localeError: error } = english();

/** @throws RedriveRequestError that names every problem */
export function redriveRequest(input: unknown): RedriveRequest {
  const parsed = z.discriminatedUnion('action', [listShape, showShape, redriveShape]).safeParse(input, { error });
  if (!parsed.success) throw new RedriveRequestError(parsed.error.issues.map((issue) => problem(issue, input)));
  switch (parsed.data.action) {
    case 'show':
      return { action: 'show', key: parsed.data.key };
    case 'list':
      return { action: 'list', selection: selectionOf(parsed.data), limit: parsed.data.limit, cursor: parsed.data.cursor };
    case 'redrive': {
      const { action, dryRun, maxAttempts, limit, cursor } = parsed.data;
      return { action, letters: lettersOf(parsed.data), dryRun, maxAttempts, limit, cursor };
    }
  }
}

const shownLength = 100;

function problem({ code, path, message }: z.core.$ZodIssue, input: unknown): string {
  const value = path.reduce<unknown>((outer, name) => Object(outer)[name], input);
  // Our own words have the value already; of a name too many the name says it.
  const given = code === 'custom' || code === 'unrecognized_keys' || value === undefined ? '' : `, not ${JSON.stringify(value).slice(0, shownLength)}`;
  return `${path.length === 0 ? '' : `${path.join('.')}: `}${message}${given}`;
}

interface Given {
  readonly reason?: string | undefined;
  readonly source?: Selection['source'];
  readonly table?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

function selectionOf({ reason, source, table, from, to }: Given): Selection {
  return { reason, source, table, fromMs: from, toMs: to };
}

/** Nothing at all would be everything, and that has to be meant. */
function lettersOf({ keys, all, ...given }: z.output<typeof redriveShape>): RedriveOrder['letters'] {
  const selected = selectionOf(given);
  const isNarrowed = Object.values(selected).some((value) => value !== undefined);
  const ways = [keys !== undefined, all === true, isNarrowed].filter(Boolean).length;
  if (ways !== 1) {
    throw new RedriveRequestError([
      ways === 0
        ? 'which letters? Give keys, or reason, source, table, from or to, or "all": true'
        : 'give keys, or reason, source, table, from and to, or "all": true, and not several of these',
    ]);
  }
  return keys === undefined ? { kind: 'selection', selection: selected } : { kind: 'keys', keys: [...new Set(keys)] };
}
