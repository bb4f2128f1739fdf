/** The values of rule SQL, read from JSON without a loss and written as JSON again; expressions compute with them. */
import { RuleNumber } from './rule-number';

/** Undefined is a value of its own: what is missing, and what an operator makes of operands it cannot use. */
export type Value = null | boolean | string | RuleNumber | readonly Value[] | RuleObject | undefined;

/** A map, because an object would put `1` before `a` and take `__proto__` for its own. */
export type RuleObject = ReadonlyMap<string, Value>;

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html */
export const sqlVersions = ['2015-10-08', '2016-03-23'] as const;
export type SqlVersion = (typeof sqlVersions)[number];

export function isObject(value: Value): value is RuleObject {
  return value instanceof Map;
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** What a version makes of a number, wherever one appears. */
export function settled(value: Value, version: SqlVersion): Value {
  return value instanceof RuleNumber && version === '2016-03-23' ? value.wholeAsInt() : value;
}

/** Names and texts get an s in front, numbers become text with an n: so JSON.parse keeps their digits and the order of names. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** @throws SyntaxError when the text is no JSON */
export function parseJson(text: string, version: SqlVersion): Value {
  JSON.parse(text);
  const tagged = text.replace(stringOrNumber, (token) => (token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`));
  return untagged(JSON.parse(tagged), version);
}

/** @param tagged what JSON.parse makes of tagged text */
function untagged(tagged: unknown, version: SqlVersion): Value {
  if (typeof tagged === 'string') return tagged.startsWith('s') ? tagged.slice(1) : settled(RuleNumber.parse(tagged.slice(1)), version);
  if (tagged === null || typeof tagged === 'boolean') return tagged;
  if (Array.isArray(tagged)) return tagged.map((item) => untagged(item, version));
  return new Map(Object.entries(tagged ?? {}).map(([name, value]) => [name.slice(1), untagged(value, version)]));
}

/** Undefined for what is undefined; inside of objects it is left out, inside of arrays too. */
export function jsonText(value: Value): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof RuleNumber) return value.toString();
  if (isArray(value)) return `[${value.flatMap((item) => jsonText(item) ?? []).join(',')}]`;
  return isObject(value) ? objectText(value) : JSON.stringify(value);
}

function objectText(object: RuleObject): string {
  let members = '';
  for (const [name, member] of object) {
    if (member !== undefined) members += `${members && ','}${JSON.stringify(name)}:${jsonText(member)}`;
  }
  return `{${members}}`;
}

/** What a function written in JavaScript receives. */
export function plain(value: Value): unknown {
  if (value instanceof RuleNumber) return value.toDouble();
  if (isArray(value)) return value.filter((item) => item !== undefined).map(plain);
  if (isObject(value)) return Object.fromEntries([...value].filter(([, member]) => member !== undefined).map(([name, member]) => [name, plain(member)]));
  return value;
}

/** Numbers by value, objects in any order, arrays in theirs; values of different types are unequal. */
export function areEqual(left: Value, right: Value): boolean {
  if (left instanceof RuleNumber && right instanceof RuleNumber) return left.compare(right) === 0;
  if (isArray(left) && isArray(right)) return left.length === right.length && left.every((item, index) => areEqual(item, right[index]));
  if (isObject(left) && isObject(right)) return left.size === right.size && [...left].every(([name, member]) => right.has(name) && areEqual(member, right.get(name)));
  return left === right;
}
