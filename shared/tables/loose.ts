/** Reads JSON of which nothing is known yet: what is not of the kind asked for is empty; used by cross-checks. */

export type Loose = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): Loose => (isObject(value) ? value : {});

export const entriesOf = (value: unknown): [string, unknown][] => Object.entries(objectOf(value));

/** A list, or the one element that may stand in place of it. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}
