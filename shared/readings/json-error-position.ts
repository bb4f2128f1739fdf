/** Where text stops being JSON, for the person who has to mend it: JSON.parse itself names no position for most mistakes. */

export interface TextPosition {
  /** From 1, both, as editors count. */
  readonly line: number;
  readonly column: number;
}

const blanks = /[ \t\n\r]*/y;

/** RFC 8259; each is a group of `token`, in this order. Texts are read piece by piece: a pattern of whole ones needs stack for each escape. */
const numberOrLiteral = /(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/;
const structure = /([[\]{},:])/;
const token = new RegExp([numberOrLiteral, structure].map(({ source }) => source).join('|'), 'y');

const plainText = /[^"\\\0-\x1f]*/y;
const escapes = /(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){1,1000}/y;

/** Undefined: JSON cannot go on here. */
interface Step {
  readonly end: number | undefined;
  readonly next: Expected | undefined;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** @returns the first place where JSON cannot go on, the end of the text included; undefined when the text is JSON */
export function jsonErrorPosition(text: string): TextPosition | undefined {
  const offset = errorOffset(text);
  if (offset === undefined) return undefined;
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function errorOffset(text: string): number | undefined {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = endOf(blanks, text, 0) ?? 0;
  while (at < text.length) {
    const { end, next }: Step = text[at] === '"'
      ? { end: endOfText(text, at + 1), next: afterText(expected) }
      : scalarOrSign(text, at, expected, open);
    if (end === undefined || next === undefined) return at;
    expected = next;
    at = endOf(blanks, text, end) ?? end;
  }
  return expected === ', or end' && open.length === 0 ? undefined : text.length;
}

/** @returns where what the pattern matches at a place ends; undefined when it matches nothing there */
function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** @returns undefined when the text is not closed, or holds what JSON does not allow */
function endOfText(text: string, start: number): number | undefined {
  let at: number | undefined = start;
  while (at !== undefined) {
    const end: number = endOf(plainText, text, at) ?? at;
    if (text[end] === '"') return end + 1;
    at = endOf(escapes, text, end);
  }
  return undefined;
}

function scalarOrSign(text: string, at: number, expected: Expected, open: ('[' | '{')[]): Step {
  token.lastIndex = at;
  const [, scalar, sign] = token.exec(text) ?? [];
  return { end: token.lastIndex, next: scalar !== undefined ? afterValue(expected) : afterSign(sign, expected, open) };
}

function afterText(expected: Expected): Expected | undefined {
  return expected === 'key' || expected === 'key or }' ? ':' : afterValue(expected);
}

function afterValue(expected: Expected): Expected | undefined {
  return expected === 'value' || expected === 'value or ]' ? ', or end' : undefined;
}

/** Keeps `open`, the brackets around the place, up to date. */
function afterSign(sign: string | undefined, expected: Expected, open: ('[' | '{')[]): Expected | undefined {
  const around = open.at(-1);
  switch (sign) {
    case '[':
    case '{':
      if (afterValue(expected) === undefined) return undefined;
      open.push(sign);
      return sign === '[' ? 'value or ]' : 'key or }';
    case ']':
    case '}': {
      const closesHere = around === (sign === ']' ? '[' : '{') && (expected === ', or end' || expected === (sign === ']' ? 'value or ]' : 'key or }'));
      if (!closesHere) return undefined;
      open.pop();
      return ', or end';
    }
    case ',':
      if (expected !== ', or end' || around === undefined) return undefined;
      return around === '[' ? 'value' : 'key';
    case ':':
      return expected === ':' ? 'value' : undefined;
    default:
      return undefined;
  }
}
