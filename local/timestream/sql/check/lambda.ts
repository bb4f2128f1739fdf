/** Lambda expressions: their bodies are checked once the function they are given to says what their parameters are. */
import type { Expression } from '../ast';
import type { Bound, BoundParameter } from '../bound';
import { findKind } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import type { LambdaArgument } from '../functions/signature';
import { sameType, typeName, type SqlType } from '../types';
import { coerce } from './coerce';
import type { Checking } from './expression';
import type { Scope } from './scope';

type Lambda = Extract<Expression, { kind: 'lambda' }>;

/** The parameters of a lambda, and of those around it. */
export interface LambdaScope {
  readonly scope: Scope;
  readonly around?: LambdaScope;
  /** 1 for a lambda in no other. */
  readonly depth: number;
}

/** Each level may be checked several times for each time that the level around it is. */
const MAX_DEPTH = 4;

/** A lambda given to a function. */
export interface CheckedLambda extends LambdaArgument {
  /** The lambda as the function type that the call has been found to need. */
  readonly bind: (type: SqlType) => Bound;
}

/** @param check checks the body */
export function lambdaArgument(lambda: Lambda, checking: Checking, check: (body: Expression, checking: Checking) => Bound): CheckedLambda {
  const depth = (checking.lambda?.depth ?? 0) + 1;
  if (depth > MAX_DEPTH) throw notSupportedYet(lambda.at, `A lambda expression inside of ${MAX_DEPTH} others`);
  const known: { readonly types: readonly SqlType[]; readonly body: Bound }[] = [];
  const bodyFor = (types: readonly SqlType[]) => {
    const before = known.find((each) => types.every((type, index) => sameType(type, each.types[index] ?? type)));
    if (before !== undefined) return before.body;
    const scope = parameterScope(lambda, types, depth);
    const body = check(lambda.body, { ...checking, lambda: { scope, depth, ...(checking.lambda && { around: checking.lambda }) } });
    refuseInside(body);
    known.push({ types, body });
    return body;
  };
  return {
    kind: 'lambda',
    bodyType: (types) => bodyFor(types).type,
    bind: (type) => {
      if (type.kind !== 'function') throw new Error('a lambda was matched with a parameter that takes none');
      const parameters = type.parameters.map((_type, index) => parameter(index, depth));
      return { kind: 'lambda', at: lambda.at, type, parameters, body: returned(bodyFor(type.parameters), type.returns) };
    },
  };
}

/** Named by place alone, so that the same lambda written twice is printed alike, as GROUP BY needs it. */
function parameter(index: number, depth: number): BoundParameter {
  return { kind: 'lambda-parameter', name: `p${depth}_${index}`, index };
}

function parameterScope({ parameters, at }: Lambda, types: readonly SqlType[], depth: number): Scope {
  if (parameters.length !== types.length) {
    throw new SqlError(at, `Expected a lambda that takes ${types.length} argument(s) but got ${parameters.length}`);
  }
  return types.flatMap((type, index) => {
    const name = parameters[index]?.text;
    return name === undefined ? [] : [{ name, qualifier: [], expression: { ...parameter(index, depth), at, type } }];
  });
}

function refuseInside(body: Bound): void {
  const found = findKind([body], 'aggregate', 'window');
  if (found !== undefined) throw new SqlError(found.at, 'Lambda expression cannot contain aggregations, window functions or grouping operations');
  // DuckDB's lambdas see the columns of their own query only.
  const outer = findKind([body], 'outer');
  if (outer !== undefined) throw notSupportedYet(outer.at, 'A lambda expression that reads a column from outside of its subquery');
}

/** What a lambda makes is not converted, as anywhere else: only NULL is of every type. */
function returned(body: Bound, type: SqlType): Bound {
  if (body.type.kind !== 'unknown' && !sameType(body.type, type)) {
    throw new SqlError(body.at, `Lambda expression must return ${typeName(type)}, not ${typeName(body.type)}: use CAST`);
  }
  return coerce(body, type);
}
