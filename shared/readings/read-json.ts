/** Bytes -> JSON value, or why not, as a value; where a body has several readings, one that is no JSON must not stop the others. */
import { parseJson } from './parse-json';
import { Refusal } from './refusal';
import { isJsonObject } from './value-reader';

export function readJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    return new Refusal('not-json', error instanceof Error ? error.message : String(error));
  }
}

/** An object or an array: what a message with readings is, whatever becomes of them. */
export function holdsReadings(content: unknown): boolean {
  return Array.isArray(content) || (isJsonObject(content) && !(content instanceof Refusal));
}
