/** The tree of a rule's expressions, between the parser and the evaluator, and the message that they are evaluated for. */
import type { SqlVersion, Value } from './value';

export const comparisonOperators = ['=', '<>', '<', '<=', '>', '>=', 'IN'] as const;
export const arithmeticOperators = ['+', '-', '*', '/', '%'] as const;

export type BinaryOperator = 'AND' | 'OR' | (typeof comparisonOperators)[number] | (typeof arithmeticOperators)[number];

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly target: Expression; readonly key: string }
  /** The bytes that were published, as base64. */
  | { readonly kind: 'encode-payload' }
  | { readonly kind: 'call'; readonly function: RuleFunction; readonly arguments: readonly Expression[] }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: CastType }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'case'; readonly subject: Expression; readonly branches: readonly CaseBranch[]; readonly otherwise: Expression }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: Expression])[] }
  | { readonly kind: 'query'; readonly query: NestedQuery }
  | { readonly kind: 'exists'; readonly query: NestedQuery };

export type CastType = 'string' | 'int' | 'decimal' | 'double' | 'boolean';

export interface CaseBranch {
  readonly when: Expression;
  readonly then: Expression;
}

/** What SELECT makes of one object: its value, or an object of its own. */
export type Selection = { readonly kind: 'value'; readonly item: SelectItem } | { readonly kind: 'object'; readonly items: readonly SelectItem[] };

export type SelectItem =
  | { readonly kind: 'all' }
  /** More names than one put the value that deep: `AS bar.baz`. */
  | { readonly kind: 'expression'; readonly names: readonly string[]; readonly expression: Expression };

/** `(SELECT ... FROM path AS name WHERE ...)`: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-nested-queries.html */
export interface NestedQuery {
  readonly selection: Selection;
  readonly from: Expression;
  readonly alias?: string;
  readonly where?: Expression;
}

/** One message as a rule sees it. */
export interface RuleContext {
  readonly version: SqlVersion;
  /** Without the prefix of Basic Ingest. */
  readonly topic: string;
  readonly clientId: string;
  /** When the broker took the message, epoch milliseconds. */
  readonly receivedAt: number;
  readonly payload: Buffer;
  /** The payload as JSON, in a nested query its element; throws NotJsonError when it is none. */
  json(): Value;
  /** The name of the nested query's element. */
  readonly alias?: string | undefined;
  /** What SET gave the variable. */
  variable(name: string): Value;
  traceId(): string;
  newUuid(): string;
  /** From 0 up to but not 1. */
  random(): number;
}

export interface RuleFunction {
  readonly name: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  /** Absent: all versions have it. */
  readonly since?: '2016-03-23';
  /** What is wrong with an argument: found when the rule is read, not when a message arrives. */
  readonly argumentProblem?: (position: number, argument: Expression, earlier: readonly Expression[]) => string | undefined;
  readonly evaluate: (context: RuleContext, values: readonly Value[]) => Value;
}

/** The text that an argument is, when it is one that the rule itself spells out. */
export function literalText(argument: Expression): string | undefined {
  return argument.kind === 'literal' && typeof argument.value === 'string' ? argument.value : undefined;
}
