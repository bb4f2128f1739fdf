/** Java's `\p{...}` as a JavaScript class. POSIX classes are of ASCII; scripts, categories and binary properties are Unicode's. */
import { PatternError, unsupported } from './pattern-cursor';

const posix: Readonly<Record<string, string>> = {
  Lower: '[a-z]', Upper: '[A-Z]', ASCII: '[\\x00-\\x7f]', Alpha: '[a-zA-Z]', Digit: '[0-9]', Alnum: '[a-zA-Z0-9]',
  Punct: '[\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]', Graph: '[\\x21-\\x7e]', Print: '[\\x20-\\x7e]',
  Blank: '[ \\t]', Cntrl: '[\\x00-\\x1f\\x7f]', XDigit: '[0-9a-fA-F]', Space: '[\\t-\\r ]',
};

/** Binary properties by their name in capitals. */
const binary: Readonly<Record<string, string>> = {
  ALPHABETIC: 'Alphabetic', IDEOGRAPHIC: 'Ideographic', LOWERCASE: 'Lowercase', UPPERCASE: 'Uppercase', WHITE_SPACE: 'White_Space',
  HEX_DIGIT: 'Hex_Digit', LETTER: 'L', PUNCTUATION: 'P', CONTROL: 'Cc', DIGIT: 'Nd',
};

const category = /^(?:C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

/** Told apart by case alone, where Java's versions disagree about (?i). */
const cased: ReadonlySet<string> = new Set(['[a-z]', '[A-Z]', '\\p{Ll}', '\\p{Lu}', '\\p{Lt}', '\\p{Lowercase}', '\\p{Uppercase}']);

/** @param name what stands in the braces */
export function characterProperty(name: string, ignoresCase: boolean): string {
  const found = posix[name] ?? unicodeProperty(name);
  if (ignoresCase && cased.has(found)) throw unsupported(`\\p{${name}} with (?i)`);
  return found;
}

function unicodeProperty(name: string): string {
  const [, key = '', value = name] = /^(\w+)=(\w+)$/.exec(name) ?? [];
  switch (key) {
    case '':
      return category.test(name) ? `\\p{${name}}` : isProperty(name);
    case 'general_category':
    case 'gc':
      return category.test(value) ? `\\p{${value}}` : unknown(name);
    case 'script':
    case 'sc':
      return script(value, name);
    default:
      throw unsupported(`\\p{${name}}`);
  }
}

/** `IsL`, `IsAlphabetic`, `IsLatin`. */
function isProperty(name: string): string {
  if (/^In|^java|^(?:LC|LD|L1|all)$/.test(name)) throw unsupported(`\\p{${name}}`);
  if (!name.startsWith('Is')) return unknown(name);
  const inner = name.slice(2);
  if (category.test(inner)) return `\\p{${inner}}`;
  const property = binary[inner.toUpperCase()];
  return property === undefined ? script(inner, name) : `\\p{${property}}`;
}

/** Java takes the names of scripts in any case, JavaScript as `Old_Italic`. */
function script(value: string, name: string): string {
  const spelled = value.toLowerCase().replace(/(?:^|_)\w/g, (start) => start.toUpperCase());
  const source = `\\p{Script=${spelled}}`;
  try {
    new RegExp(source, 'v');
  } catch {
    return unknown(name);
  }
  return source;
}

function unknown(name: string): never {
  throw new PatternError(`Unknown character property name {${name}}`);
}
