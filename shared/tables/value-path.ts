/** Reads the paths of tables.json, such as `$.gps.speed`, `topic(2)` and `clientid()`, into value paths for shared/readings. */
import type { ValuePath } from './definition';

/** The three forms of a path; the JSON Schema carries the same expression. */
export const valuePathPattern = /^(topic\([1-9][0-9]?\)|clientid\(\)|\$(\.[^.[\]\s"']+)+)$/;

/** The one of them that leads into the message itself. */
export const payloadPathPattern = /^\$(\.[^.[\]\s"']+)+$/;

/** @param text a path that matches `valuePathPattern` */
export function parseValuePath(text: string): ValuePath {
  if (text === 'clientid()') return { kind: 'client-id' };
  if (text.startsWith('topic(')) return { kind: 'topic', level: Number(text.slice('topic('.length, -1)) };
  return { kind: 'payload', keys: payloadKeys(text) };
}

/** @param text a path that matches `payloadPathPattern` */
export const payloadKeys = (text: string): readonly string[] => text.split('.').slice(1);

/** One path or several alternatives; without any, the field of the same name. */
export function parseValuePaths(from: string | readonly string[] | undefined, name: string): readonly ValuePath[] {
  if (from === undefined) return [{ kind: 'payload', keys: [name] }];
  return (typeof from === 'string' ? [from] : from).map(parseValuePath);
}
