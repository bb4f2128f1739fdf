/** Substitution templates: `${...}` in the parameters of a rule action, such as the key of an S3 object. */
import { toText } from './conversions';
import { evaluate } from './evaluate';
import type { Expression, RuleContext } from './expression';
import { ExpressionParser } from './parse-expression';
import { RuleSqlError } from './rule-sql-error';

export type Template = readonly (string | Expression)[];

/** @throws RuleSqlError with the position inside the template */
export function parseTemplate(text: string): Template {
  const parts: (string | Expression)[] = [];
  let rest = 0;
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', rest)) {
    const end = closingBrace(text, start + 2);
    // Blanks in front keep the positions those of the whole template.
    const parser = new ExpressionParser(text.slice(0, start + 2).replace(/\S/g, ' ') + text.slice(start + 2, end));
    parts.push(text.slice(rest, start), parser.expression());
    if (parser.next.kind !== 'end') throw parser.refusal(`unexpected ${parser.next.text}`);
    rest = end + 1;
  }
  parts.push(text.slice(rest));
  return parts.filter((part) => part !== '');
}

/** What is undefined becomes empty text, as AWS serialises it. */
export function renderTemplate(template: Template, context: RuleContext): string {
  return template.map((part) => (typeof part === 'string' ? part : (toText(evaluate(part, context)) ?? ''))).join('');
}

/** True when the template reads the payload, which may not be JSON. */
export function readsPayloadFields(template: Template): boolean {
  return template.some((part) => typeof part !== 'string' && readsField(part));
}

function readsField(expression: Expression): boolean {
  switch (expression.kind) {
    case 'field':
      return true;
    case 'call':
      return expression.arguments.some(readsField);
    case 'not':
    case 'negate':
      return readsField(expression.operand);
    case 'binary':
      return readsField(expression.left) || readsField(expression.right);
    default:
      return false;
  }
}

/** A brace inside quotes does not close. */
function closingBrace(text: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === '}') {
      return at;
    }
  }
  throw new RuleSqlError('${ has no closing }', text, from - 2);
}
