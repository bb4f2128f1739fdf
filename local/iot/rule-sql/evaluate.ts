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
      return member(evaluate(expression.target, context), expression.key);
    case 'call':
      return expression.function.evaluate(context, expression.arguments.map((argument) => evaluate(argument, context)));
    case 'cast':
      return cast(evaluate(expression.operand, context), expression.type);
    case 'not':
      return not(evaluate(expression.operand, context));
    case 'negate':
      return applyOperator('-', zero, evaluate(expression.operand, context));
    case 'binary':
      return applyOperator(expression.operator, evaluate(expression.left, context), evaluate(expression.right, context));
    case 'case': {
      const subject = evaluate(expression.subject, context);
      if (subject === undefined) return undefined;
      const match = expression.branches.find(({ when }) => areEqual(subject, evaluate(when, context)));
      return evaluate(match?.then ?? expression.otherwise, context);
    }
    case 'array':
      return expression.items.map((item) => evaluate(item, context));
    case 'object':
      return new Map(expression.members.map(([name, value]) => [name, evaluate(value, context)]));
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
