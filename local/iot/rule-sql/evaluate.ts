/** Computes a parsed rule for one message: WHERE first, then the SELECT list (parse-statement gives the tree). */
import type { Expression, RuleContext, Value } from './expression';
import { applyOperator, not } from './apply-operator';
import type { Statement } from './parse-statement';

/** The rule reads fields of a payload that is not JSON: on AWS, too, such a message goes to the error action. */
export class NotJsonError extends Error {
  constructor() {
    super('the payload is not JSON, and the rule reads its fields');
    this.name = 'NotJsonError';
  }
}

/** `bytes` is the payload untouched, which `SELECT *` alone hands on. */
export type RuleResult = { readonly kind: 'json'; readonly value: Value } | { readonly kind: 'bytes'; readonly bytes: Buffer };

/**
 * @returns undefined when WHERE does not hold
 * @throws NotJsonError when a field of a payload that is not JSON is needed
 */
export function evaluateStatement(statement: Statement, context: RuleContext): RuleResult | undefined {
  if (statement.where !== undefined && evaluate(statement.where, context) !== true) return undefined;
  const [first] = statement.items;
  if (statement.items.length === 1 && first?.kind === 'all') return { kind: 'bytes', bytes: context.payload };
  const members = new Map<string, Value>();
  for (const item of statement.items) {
    if (item.kind === 'all') {
      for (const [name, value] of payloadMembers(context)) members.set(name, value);
    } else {
      const value = evaluate(item.expression, context);
      if (value !== undefined) members.set(item.name, value);
    }
  }
  return { kind: 'json', value: Object.fromEntries(members) };
}

export function evaluate(expression: Expression, context: RuleContext): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'encode-payload':
      return context.payload.toString('base64');
    case 'field':
      return expression.keys.reduce<Value>(member, context.json());
    case 'call':
      return expression.function.evaluate(context, expression.arguments.map((argument) => evaluate(argument, context)));
    case 'not':
      return not(evaluate(expression.operand, context));
    case 'negate':
      return applyOperator('-', 0, evaluate(expression.operand, context));
    case 'binary':
      return applyOperator(expression.operator, evaluate(expression.left, context), evaluate(expression.right, context));
  }
}

/** Only own members count, so that a field called `constructor` is missing unless a device sent it. */
function member(value: Value, key: string): Value {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function payloadMembers(context: RuleContext): [string, Value][] {
  const payload = context.json();
  if (!isObject(payload)) throw new NotJsonError();
  return Object.entries(payload);
}

function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
