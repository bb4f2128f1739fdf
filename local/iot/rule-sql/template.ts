/** Substitution templates: `${...}` in the parameters of a rule action, such as the key of an S3 object. */
import { toText } from './conversions';
import { evaluate } from './evaluate';
import type { Expression, RuleContext } from './expression';
import { parseExpression } from './parse-expression';
import { RuleSqlError } from './rule-sql-error';
import { TokenReader, type Dialect } from './token-reader';

export type Template = readonly (string | Expression)[];

/** @throws RuleSqlError with the position inside the template */
export function parseTemplate(text: string, dialect: Dialect): Template {
  const parts: (string | Expression)[] = [];
  let rest = 0;
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', rest)) {
    const end = closingBrace(text, start + 2);
    // Blanks in front keep the positions those of the whole template.
    const reader = new TokenReader(text.slice(0, start + 2).replace(/\S/g, ' ') + text.slice(start + 2, end), dialect);
    parts.push(text.slice(rest, start), parseExpression(reader));
    reader.expectEnd();
    rest = end + 1;
  }
  parts.push(text.slice(rest));
  return parts.filter((part) => part !== '');
}

/** What is undefined becomes empty text, as AWS serialises it. */
export function renderTemplate(template: Template, context: RuleContext): string {
  return template.map((part) => (typeof part === 'string' ? part : (toText(evaluate(part, context)) ?? ''))).join('');
}

/** A brace that another one opened does not close, nor does one inside quotes. */
function closingBrace(text: string, from: number): number {
  let quote: string | undefined;
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === '{') {
      open += 1;
    } else if (character === '}') {
      open -= 1;
      if (open === 0) return at;
    }
  }
  throw new RuleSqlError('${ has no closing }', text, from - 2);
}
