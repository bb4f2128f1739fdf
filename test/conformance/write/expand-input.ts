/** Inputs of the fixtures beside to what is sent: long texts and lists are written down by their length. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Repeat {
  readonly $repeat: string;
  readonly times: number;
  readonly before?: string;
  readonly after?: string;
}

interface List {
  readonly $list: Json;
  readonly times: number;
}

/**
 * `{$repeat, times, before?, after?}` becomes a text, `{$list, times}` a list whose items have their number, from 1, in the place of
 * every `#`; all else stays.
 */
export function expandInput(given: Json): Json {
  if (typeof given !== 'object' || given === null) return given;
  if (isRepeat(given)) return `${given.before ?? ''}${given.$repeat.repeat(given.times)}${given.after ?? ''}`;
  if (isList(given)) return Array.from({ length: given.times }, (_, index) => expandInput(numbered(given.$list, index + 1)));
  if (Array.isArray(given)) return given.map(expandInput);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, expandInput(value)]));
}

function isRepeat(given: object): given is Repeat {
  return '$repeat' in given;
}

function isList(given: object): given is List {
  return '$list' in given;
}

function numbered(item: Json, number: number): Json {
  // What JSON gave comes from JSON.
  return JSON.parse(JSON.stringify(item).replaceAll('#', String(number))) as Json;
}
