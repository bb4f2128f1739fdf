/** What the schema is built of beyond zod's own parts: closed objects, named entries, and what is settled but not built. */
import * as z from 'zod/mini';

type Schema = z.core.$ZodType;

/** The rule that a settled but unbuilt part breaks, as the error of a refinement. */
export const notYet = { error: 'not yet' };

/** The settled shape behind each refused key, from which json-schema writes it. */
export const laterShapes = new Map<Schema, Schema>();

/** A key that is refused as "not yet" whatever its value, so that nobody first corrects a value that will not be read. */
export function later(shape: Schema, description: string) {
  const refused = z.unknown().check(z.refine(() => false, notYet), z.describe(`Not yet: ${description}`));
  laterShapes.set(refused, shape);
  return z.optional(refused);
}

/** The rule for the names of each `named` record; cross-checks apply it, json-schema writes it. */
export const nameRules = new Map<Schema, Schema>();

/**
 * A record whose names follow a rule. A plain zod record does not look at the value behind a bad name; here both are
 * reported at once.
 */
export function named<Value extends Schema>(rule: Schema, value: Value, description: string) {
  const record = z.record(z.string(), value).check(z.describe(description));
  nameRules.set(record, rule);
  return record;
}

/** An object that refuses unknown keys. The issue's message lists the known ones, for schema-problems to suggest from. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined) });
}
