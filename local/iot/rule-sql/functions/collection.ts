/** Functions on values of any type: items of arrays and objects, what is missing, base64. */
import { toInt, toText } from '../conversions';
import type { Expression, RuleFunction } from '../expression';
import { isArray, isObject, parseJson, type RuleObject, type SqlVersion, type Value } from '../value';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const collectionFunctions: readonly RuleFunction[] = [
  { name: 'get', minArguments: 2, maxArguments: 2, evaluate: (_context, [from, key]) => get(from, key) },
  { name: 'get_or_default', minArguments: 1, maxArguments: 2, since: '2016-03-23', evaluate: (_context, [value, otherwise]) => value ?? otherwise },
  { name: 'isnull', minArguments: 1, maxArguments: 1, evaluate: (_context, [value]) => value === null },
  { name: 'isundefined', minArguments: 1, maxArguments: 1, since: '2016-03-23', evaluate: (_context, [value]) => value === undefined },
  {
    name: 'encode', minArguments: 2, maxArguments: 2, since: '2016-03-23', argumentProblem: schemeProblem,
    evaluate: (_context, [value]) => {
      const text = toText(value);
      return text === undefined ? undefined : Buffer.from(text).toString('base64');
    },
  },
  { name: 'decode', minArguments: 2, maxArguments: 2, since: '2016-03-23', argumentProblem: schemeProblem, evaluate: ({ version }, [value]) => decode(value, version) },
  {
    name: 'transform', minArguments: 3, maxArguments: 3, since: '2016-03-23', argumentProblem: modeProblem,
    evaluate: (_context, [_mode, attributes, array]) => enrichArray(attributes, array),
  },
];

function schemeProblem(position: number, argument: Expression): string | undefined {
  return position === 1 && !isLiteral(argument, 'base64') ? "only the scheme 'base64' is known" : undefined;
}

function modeProblem(position: number, argument: Expression): string | undefined {
  return position === 0 && !isLiteral(argument, 'enrichArray') ? "only the mode 'enrichArray' is known" : undefined;
}

function isLiteral(argument: Expression, text: string): boolean {
  return argument.kind === 'literal' && argument.value === text;
}

/** Items and characters count from 0; an object's key is not converted. */
function get(from: Value, key: Value): Value {
  if (isObject(from)) return typeof key === 'string' ? from.get(key) : undefined;
  const index = toInt(key)?.toDouble();
  return index !== undefined && (isArray(from) || typeof from === 'string') ? from[index] : undefined;
}

/** A JSON document becomes its value, other text stays text, and what cannot be decoded is null. */
function decode(value: Value, version: SqlVersion): Value {
  const encoded = toText(value);
  if (encoded === undefined) return undefined;
  if (!base64.test(encoded)) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  try {
    return parseJson(text, version);
  } catch {
    return text;
  }
}

/** Every object of the array with the attributes; https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-func-transform */
function enrichArray(attributes: Value, array: Value): Value {
  if (!isObject(attributes) || !isArray(array)) return undefined;
  const objects = array.filter(isObject);
  return objects.length === array.length ? objects.map((object): RuleObject => new Map([...object, ...attributes])) : undefined;
}
