/** Looks a value path of tables.json up in a reading as it was received; used for dimensions, measures and time. */
import type { ValuePath } from '../tables/definition';
import { UnsafeInteger } from './parse-json';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One reading before its values are checked, with what the transport knows about it. */
export interface RawReading {
  readonly fields: JsonObject;
  readonly topic: string | undefined;
  readonly clientId: string | undefined;
  readonly receivedAtMs: number;
  /** The time that the message format says of itself (line protocol), whatever the fields say. */
  readonly timeNs?: bigint | undefined;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnsafeInteger);
}

/** @returns undefined when the path leads nowhere, or to null or empty text, which say nothing */
export function valueAt(path: ValuePath, raw: RawReading): unknown {
  const value = lookUp(path, raw);
  return value === null || value === '' ? undefined : value;
}

/** The first of several alternatives that leads to a value. */
export function firstValueAt(paths: readonly ValuePath[], raw: RawReading): unknown {
  for (const path of paths) {
    const value = valueAt(path, raw);
    if (value !== undefined) return value;
  }
  return undefined;
}

function lookUp(path: ValuePath, raw: RawReading): unknown {
  switch (path.kind) {
    case 'topic':
      return raw.topic?.split('/')[path.level - 1];
    case 'client-id':
      return raw.clientId;
    case 'payload':
      return path.keys.reduce<unknown>(ownField, raw.fields);
  }
}

/** Own fields only: `$.constructor` is not in a message that does not say so. */
function ownField(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
