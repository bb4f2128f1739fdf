/** One documented operation twice: as SQL text, and as what it answers in plain TypeScript. */
import type { Type, Value } from './value';

export interface Operation {
  readonly takes: readonly Type[];
  readonly gives: Type;
  readonly sql: (...args: string[]) => string;
  /** Throws Failure. Called with arguments of the types in `takes`. */
  readonly answer: (...args: Value[]) => Value;
}

type Plain = NonNullable<Value>;

/** An operation that answers NULL as soon as one argument is. */
export function strict<A extends readonly Plain[]>(
  takes: { readonly [K in keyof A]: Type }, gives: Type, sql: (...args: string[]) => string, answer: (...args: A) => Value,
): Operation {
  return {
    takes, gives, sql,
    // The generator gives arguments of the types in `takes`, which A restates.
    answer: (...args) => (args.includes(null) ? null : answer(...(args as unknown as A))),
  };
}

/** An operation that is told its NULLs. */
export function lenient(takes: readonly Type[], gives: Type, sql: (...args: string[]) => string, answer: (...args: Value[]) => Value): Operation {
  return { takes, gives, sql, answer };
}

export const call = (name: string) => (...args: string[]) => `${name}(${args.join(', ')})`;
export const infix = (operator: string) => (left = '', right = '') => `(${left} ${operator} ${right})`;
