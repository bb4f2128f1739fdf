/** Computes expressions for one message; evaluate-statement and template call it (parse-expression gives the tree). */
import { applyOperator, not } from './apply-operator';
import { cast } from './cast';
import { evaluateQuery } from './evaluate-query';
import type { Expression, RuleContext } from './expression';
import { RuleNumber } from './rule-number';
import { areEqual, isArray, isObject, settled, type Value } from './value';

const zero = RuleNumber.int(0);

/** @throws NotJsonError when a field of a payload that is not JSON is needed */
export function evaluate(expression: Expression, context: RuleContext): Value {
  return settled(compute(expression, context), context.version);
}

function compute(expression: Expression, context: RuleContext): Value {
  const valueOf = (part: Expression): Value => evaluate(part, context);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'encode-payload':
      return context.payload.toString('base64');
    case 'field':
      return expression.name === context.alias ? context.json() : member(context.json(), expression.name);
    case 'variable':
      return context.variable(expression.name);
    case 'member':
      return member(valueOf(expression.target), expression.key);
    case 'call':
      return expression.function.evaluate(context, expression.arguments.map(valueOf));
    case 'cast':
      return cast(valueOf(expression.operand), expression.type);
    case 'not':
      return not(valueOf(expression.operand));
    case 'negate':
      return applyOperator('-', zero, valueOf(expression.operand));
    case 'binary':
      return applyOperator(expression.operator, valueOf(expression.left), valueOf(expression.right));
    case 'case': {
      const subject = valueOf(expression.subject);
      if (subject === undefined) return undefined;
      const match = expression.branches.find(({ when }) => areEqual(subject, valueOf(when)));
      return valueOf(match?.then ?? expression.otherwise);
    }
    case 'array':
      return expression.items.map(valueOf);
    case 'object':
      return new Map(expression.members.map(([name, value]) => [name, valueOf(value)]));
    case 'query':
      return evaluateQuery(expression.query, context, evaluate);
    case 'exists': {
      const found = evaluateQuery(expression.query, context, evaluate);
      return isArray(found) ? found.length > 0 : found !== undefined;
    }
  }
}

function member(value: Value, key: string): Value {
  return isObject(value) ? value.get(key) : undefined;
}
