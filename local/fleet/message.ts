/** How a device packs its readings into one message of its source; simulated-device fills it. */
import type { DeclaredSource } from './declared-tables';

export type Payload = Record<string, unknown>;

/** A reading in its parts. */
export interface Said {
  /** What belongs to its one time. */
  readonly each: Payload;
  /** What is the same for all readings of a message. */
  readonly around: Payload;
}

/**
 * One message with readings of one device. Of a source with `each` it is an object with the array inside and the rest around it;
 * of any other it is the reading itself, or an array of several.
 */
export function messageOf(source: DeclaredSource, readings: readonly Said[]): Payload | readonly Payload[] {
  const [first, ...others] = readings;
  if (first === undefined) {
    return [];
  }
  if (source.each === undefined) {
    return others.length === 0 ? { ...first.around, ...first.each } : readings.map(({ around, each }) => ({ ...around, ...each }));
  }
  const message = structuredClone(first.around);
  put(message, source.each, readings.map(({ each }) => each));
  return message;
}

/** Puts a value under nested keys; a value that already stands in the way stays. */
export function put(payload: Payload, keys: readonly string[] | undefined, value: unknown): void {
  const [key, ...rest] = keys ?? [];
  if (key === undefined) {
    return;
  }
  // Own fields only: a payload inherits a `constructor`.
  const own = Object.hasOwn(payload, key) ? payload[key] : undefined;
  if (rest.length === 0) {
    payload[key] = own ?? value;
    return;
  }
  const inner = own ?? (payload[key] = {});
  if (typeof inner === 'object' && inner !== null) {
    // Objects in a payload are only ever made by the line above.
    put(inner as Payload, rest, value);
  }
}
