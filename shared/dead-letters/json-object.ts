/** Reading JSON that somebody else wrote, without trust: stored-letter, reject-report and bucket-event use it. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** @returns an empty object for anything that is no JSON object, or no JSON */
export function jsonObject(value: unknown): JsonObject {
  const parsed = typeof value === 'string' || Buffer.isBuffer(value) ? parse(value.toString()) : value;
  // Any object that is not an array can be read by key.
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as JsonObject) : {};
}

export function field(object: JsonObject, name: string): JsonObject {
  return jsonObject(object[name]);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // What is no JSON has no fields.
    return undefined;
  }
}
