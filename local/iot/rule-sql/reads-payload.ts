/** Whether an expression or a template needs the payload to be JSON; rule refuses error actions whose templates do. */
import type { Expression } from './expression';
import type { Template } from './template';

type Variables = ReadonlyMap<string, Expression>;

export function templateReadsPayload(template: Template, variables: Variables): boolean {
  return template.some((part) => typeof part !== 'string' && readsPayload(part, variables));
}

function readsPayload(expression: Expression, variables: Variables): boolean {
  const reads = (part: Expression): boolean => readsPayload(part, variables);
  switch (expression.kind) {
    case 'field':
      return true;
    case 'variable': {
      const value = variables.get(expression.name);
      return value !== undefined && reads(value);
    }
    case 'literal':
    case 'encode-payload':
      return false;
    case 'member':
      return reads(expression.target);
    case 'call':
      return expression.arguments.some(reads);
    case 'cast':
    case 'not':
    case 'negate':
      return reads(expression.operand);
    case 'binary':
      return reads(expression.left) || reads(expression.right);
    case 'case':
      return [expression.subject, expression.otherwise, ...expression.branches.flatMap(({ when, then }) => [when, then])].some(reads);
    case 'array':
      return expression.items.some(reads);
    case 'object':
      return expression.members.some(([, value]) => reads(value));
    case 'query':
    case 'exists':
      // The fields inside are those of what it reads from.
      return reads(expression.query.from);
  }
}
