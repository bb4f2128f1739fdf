/** The tree of a rule's expressions, between the parser and the evaluator; and the values they have. */

/** Undefined is a value of its own in rule SQL: what is missing, and what an operator makes of operands it cannot use. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value } | undefined;

export const comparisonOperators = ['=', '<>', '<', '<=', '>', '>='] as const;
export const arithmeticOperators = ['+', '-', '*', '/', '%'] as const;

export type BinaryOperator = 'AND' | 'OR' | (typeof comparisonOperators)[number] | (typeof arithmeticOperators)[number];

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'field'; readonly keys: readonly string[] }
  | { readonly kind: 'encode-payload' }
  | { readonly kind: 'call'; readonly function: RuleFunction; readonly arguments: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression };

/** One message as a rule sees it. */
export interface RuleContext {
  readonly topic: string;
  readonly clientId: string;
  /** When the broker took the message, epoch milliseconds. */
  readonly receivedAt: number;
  readonly payload: Buffer;
  /** The payload as JSON; throws NotJsonError when it is none. */
  readonly json: () => Value;
  readonly newUuid: () => string;
}

export interface RuleFunction {
  readonly name: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  /** What is wrong with arguments that are literals: found when the rule is read, not when a message arrives. */
  readonly literalProblem?: (position: number, value: Value) => string | undefined;
  readonly evaluate: (context: RuleContext, values: readonly Value[]) => Value;
}
