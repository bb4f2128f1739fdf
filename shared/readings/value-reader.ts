/** Looks the value paths of tables.json up in a reading as it was received; source-decoder makes each path ready once. */
import type { ValuePath } from '../tables/definition';
import { UnsafeInteger } from './parse-json';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One reading before its values are checked, with what the transport knows about it. */
export interface RawReading {
  readonly fields: JsonObject;
  /** The message around an element of `each`, whose fields the element inherits. */
  readonly around?: JsonObject | undefined;
  readonly topic: string | undefined;
  readonly clientId: string | undefined;
  readonly receivedAtMs: number;
  /** The time that the message format says of itself (line protocol), whatever the fields say. */
  readonly timeNs?: bigint | undefined;
}

/** @returns undefined when the path leads nowhere; null and empty text are returned as they are */
export type ValueReader = (raw: RawReading) => unknown;

export type FieldReader = (fields: JsonObject) => unknown;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnsafeInteger);
}

/** As tables.json has it, for details of refusals. */
export function pathText(keys: readonly string[]): string {
  return ['$', ...keys].join('.');
}

/** Null and empty text say nothing, wherever a policy does not say otherwise. */
export function saysNothing(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** @returns what the first of several alternatives says; when none says anything, the null or empty text that was found first */
export function firstReader(paths: readonly ValuePath[]): ValueReader {
  const readers = paths.map(valueReader);
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return only;
  return (raw) => {
    let nothing: unknown;
    for (const read of readers) {
      const value = read(raw);
      if (!saysNothing(value)) return value;
      if (nothing === undefined) nothing = value;
    }
    return nothing;
  };
}

/**
 * Reads one path. An element of `each` is asked for the whole path before the message around it is: a `gps` of the element does not hide
 * the `$.gps.speed` of the message, but a `speed` in it does, even a null.
 */
export function valueReader(path: ValuePath): ValueReader {
  switch (path.kind) {
    case 'topic':
      return ({ topic }) => topic?.split('/')[path.level - 1];
    case 'client-id':
      return ({ clientId }) => clientId;
    case 'payload': {
      const read = fieldReader(path.keys);
      return ({ fields, around }) => {
        const value = read(fields);
        return value === undefined && around !== undefined ? read(around) : value;
      };
    }
  }
}

/** Follows keys into an object; own fields only: `$.constructor` is not in a message that does not say so. */
export function fieldReader([key = '', ...rest]: readonly string[]): FieldReader {
  // Asking whether a field is an object's own takes longer than reading it, and matters for the few names that all objects inherit.
  const read: FieldReader = key in Object.prototype ? (fields) => (Object.hasOwn(fields, key) ? fields[key] : undefined) : (fields) => fields[key];
  if (rest.length === 0) return read;
  const readInside = fieldReader(rest);
  return (fields) => {
    const inside = read(fields);
    return isJsonObject(inside) ? readInside(inside) : undefined;
  };
}
