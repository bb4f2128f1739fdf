/** Functions on text; numbers, booleans, arrays and objects are converted to it first. */
import { toInt, toText } from '../conversions';
import type { RuleFunction } from '../expression';
import { RuleNumber } from '../rule-number';
import { isArray, type Value } from '../value';
import { ofTexts } from './of-texts';

/** https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-func-lpad */
const maxPadding = 1000;
const lastAscii = 127;

export const textFunctions: readonly RuleFunction[] = [
  ofTexts('endswith', 2, ([text = '', end = '']) => text.endsWith(end)),
  ofTexts('indexof', 2, ([text = '', part = '']) => RuleNumber.int(text.indexOf(part)), '2016-03-23'),
  ofTexts('length', 1, ([text = '']) => RuleNumber.int(text.length), '2016-03-23'),
  ofTexts('lower', 1, ([text = '']) => text.toLowerCase()),
  ofTexts('ltrim', 1, ([text = '']) => text.replace(/^[ \t]+/, '')),
  ofTexts('numbytes', 1, ([text = '']) => RuleNumber.int(Buffer.byteLength(text)), '2016-03-23'),
  ofTexts('replace', 3, ([text = '', part = '', by = '']) => text.replaceAll(part, () => by)),
  ofTexts('rtrim', 1, ([text = '']) => withoutEnd(text, ' \t')),
  ofTexts('startswith', 2, ([text = '', start = '']) => text.startsWith(start)),
  ofTexts('trim', 1, ([text = '']) => withoutEnd(text.replace(/^[ \t\n\v\f\r]+/, ''), ' \t\n\v\f\r')),
  ofTexts('upper', 1, ([text = '']) => text.toUpperCase()),
  { name: 'chr', minArguments: 1, maxArguments: 1, evaluate: (_context, [code]) => character(toInt(code)?.toDouble()) },
  { name: 'concat', minArguments: 0, maxArguments: Infinity, evaluate: (_context, values) => concat(values) },
  { name: 'lpad', minArguments: 2, maxArguments: 2, evaluate: (_context, [text, spaces]) => joined(padding(spaces), toText(text)) },
  { name: 'rpad', minArguments: 2, maxArguments: 2, evaluate: (_context, [text, spaces]) => joined(toText(text), padding(spaces)) },
  { name: 'substring', minArguments: 2, maxArguments: 3, evaluate: (_context, values) => substring(values) },
];

/** A pattern that ends with $ would try every blank of a long text anew, and devices choose the text. */
function withoutEnd(text: string, blanks: string): string {
  let end = text.length;
  while (end > 0 && blanks.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function character(code: number | undefined): Value {
  return code === undefined || code < 0 || code > lastAscii ? undefined : String.fromCharCode(code);
}

/** Arrays take everything in; one argument is returned as it is; otherwise one text at least makes it text. */
function concat(values: readonly Value[]): Value {
  if (values.length < 2 || values.includes(undefined)) return values.length === 1 ? values[0] : undefined;
  if (values.some(isArray)) return values.flatMap((value): readonly Value[] => (isArray(value) ? value : [value]));
  const texts = values.map(toText);
  return values.some((value) => typeof value === 'string') && !texts.includes(undefined) ? texts.join('') : undefined;
}

function padding(spaces: Value): string | undefined {
  const count = toInt(spaces)?.toDouble();
  return count === undefined ? undefined : ' '.repeat(Math.min(Math.max(count, 0), maxPadding));
}

function joined(start: string | undefined, end: string | undefined): Value {
  return start === undefined || end === undefined ? undefined : start + end;
}

/** From the first index up to but not the second, both drawn into the text. */
function substring(values: readonly Value[]): Value {
  const [value, from, to] = values;
  const text = toText(value);
  const start = toInt(from)?.toDouble();
  if (text === undefined || start === undefined) return undefined;
  if (values.length === 2) return text.slice(Math.max(start, 0));
  const end = toInt(to)?.toDouble();
  return end === undefined ? undefined : text.slice(Math.max(start, 0), Math.max(end, 0));
}
