/** Bytes of a message -> JSON value, with integers that a double would round kept digit by digit; decode-message goes on. */

/**
 * A whole number beyond 2^53 that stood in JSON as a number: JSON.parse would round it without a word, and so may whatever
 * sent it have done. Its digits are kept.
 */
export class UnsafeInteger {
  constructor(readonly digits: string) {}
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * In valid JSON: an escape in a text, the quote at an end of one with the colon behind a key (group 1), or a number. A pattern of whole texts
 * would need stack for each of their escapes, and a record may have millions.
 */
const escapeOrQuoteOrNumber = /\\.|"(\s*:)?|-?\d[\d.eE+-]*/g;

const textMark = 't';
const integerMark = 'i';

/** @throws TypeError or SyntaxError when the bytes are not UTF-8 or not JSON; RangeError when nested beyond the stack */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  const value: unknown = JSON.parse(text);
  return holdsRoundedInteger(value) ? parseKeepingIntegers(text) : value;
}

/**
 * Whether a number is so large that it may stand for an unsafe integer. Few messages have one, and looking through the values of the
 * others is several times as fast as through their text. Without recursion, as devices may nest deeper than the stack.
 */
function holdsRoundedInteger(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  const unseen: unknown[] = [];
  for (let whole = value; typeof whole === 'object' && whole !== null; whole = unseen.pop()) {
    const parts = whole as Readonly<Record<string, unknown>>; // an object or an array out of JSON
    for (const key in parts) {
      const part = parts[key];
      if (typeof part === 'number') {
        if (Math.abs(part) > Number.MAX_SAFE_INTEGER) return true;
      } else if (typeof part === 'object' && part !== null) unseen.push(part);
    }
  }
  return false;
}

/**
 * Every text but a key gets one mark at its end and every unsafe integer becomes a text with another; reading back takes the marks off.
 * As all texts are marked, no text that a device can send is mistaken for an integer.
 */
function parseKeepingIntegers(validJson: string): unknown {
  let isInText = false;
  const marked = validJson.replace(escapeOrQuoteOrNumber, (token, colon?: string) => {
    if (token.startsWith('"')) {
      isInText = !isInText;
      return isInText || colon !== undefined ? token : `${textMark}"`;
    }
    return !isInText && isUnsafeInteger(token) ? `"${token}${integerMark}"` : token;
  });
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const content = value.slice(0, -1);
    return value.endsWith(integerMark) ? new UnsafeInteger(content) : content;
  });
}

function isUnsafeInteger(number: string): boolean {
  return /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number));
}
