/** What a control request may say, checked member by member; unknown ones are refused. */
import { isAbsolute } from 'node:path';
import * as z from 'zod/mini';
import { operationNames } from '../operations';

/** What the client meets: the first two are answers of the service, the others happen to the connection. */
const faultKinds = ['throttle', 'internal-error', 'close-before', 'close-after', 'hang'] as const;
/** Longer would outlive every client. */
const maxLatencyMs = 600_000;
/** The service speaks of up to six hours; an hour more is for tests of what comes after. */
const maxMagneticDelayMs = 7 * 3_600_000;
/** A year. */
const maxAdvanceMs = 366 * 24 * 3_600_000;

const operation = z.optional(z.enum(operationNames, { error: ({ input }) => `${JSON.stringify(input)} is not an operation` }));

const fault = z.strictObject({
  kind: z.enum(faultKinds),
  /** All operations without it. */
  operation,
  /** How many requests meet it; without end otherwise. */
  times: z.optional(z.int().check(z.minimum(1))),
  /** The share of requests that meet it, 0 to 1; all without it. */
  rate: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
});

const latency = z.strictObject({ ms: z.int().check(z.minimum(0), z.maximum(maxLatencyMs)), operation });

const clock = z.strictObject({
  /** ISO 8601 with an offset or Z. */
  now: z.optional(z.iso.datetime({ offset: true })),
  advanceMs: z.optional(z.int().check(z.minimum(-maxAdvanceMs), z.maximum(maxAdvanceMs))),
  isFrozen: z.optional(z.boolean()),
});

const change = z.strictObject({
  clock: z.optional(clock),
  latency: z.optional(z.nullable(latency)),
  faults: z.optional(z.array(fault)),
  emptyFirstPage: z.optional(z.boolean()),
  /** How long records for the magnetic store stay invisible, by the server's clock. */
  magneticDelayMs: z.optional(z.int().check(z.minimum(0), z.maximum(maxMagneticDelayMs))),
  rateLimits: z.optional(z.boolean()),
});

/** A request may also have something done. */
const request = z.extend(change, {
  /** Seals all days that have left the memory store, and removes what has expired, now. */
  moveTiers: z.optional(z.literal(true)),
  /** An absolute path: a folder that does not exist, or is empty, for a copy of the store. */
  backup: z.optional(z.string().check(z.refine(isAbsolute, { error: 'must be an absolute path' }))),
});

export type ControlChange = z.infer<typeof change>;
export type Fault = z.infer<typeof fault>;
export type Latency = z.infer<typeof latency>;

/** A control request that cannot be followed, in words for who sent it. */
export class ControlError extends Error {}

/** The small zod comes without words. */
const english = z.locales.en().localeError;

/** @throws ControlError naming every member that does not fit */
export function controlChange(given: unknown): ControlChange {
  return read(change, given);
}

/** @throws ControlError naming every member that does not fit */
export function controlRequest(given: unknown): z.infer<typeof request> {
  return read(request, given);
}

function read<T>(schema: z.ZodMiniType<T>, given: unknown): T {
  const parsed = schema.safeParse(given, { error: english });
  if (parsed.success) return parsed.data;
  throw new ControlError(parsed.error.issues.map(({ path, message }) => `${['control', ...path].join('.')}: ${message}`).join('; '));
}
