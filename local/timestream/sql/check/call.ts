/** Function calls: which overload, whether it may stand here, and its window. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { findKind, findVolatile } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import { functionTable } from '../functions';
import type { FunctionEntry } from '../functions/function';
import { meantFunction } from '../functions/meant';
import type { Match } from '../functions/signature';
import { isComparable, scalar, typeName, type SqlType } from '../types';
import { checkCallClauses } from './call-clauses';
import { coerce } from './coerce';
import type { Check } from './expression';
import type { CheckedLambda } from './lambda';
import { bestMatch } from './overload';
import { checkWindow } from './window';

type Call = Extract<Expression, { kind: 'call' }>;

/** @param lambdaOf takes a lambda expression among the arguments */
export function checkCall(call: Call, check: Check, lambdaOf: (lambda: Extract<Expression, { kind: 'lambda' }>) => CheckedLambda): Bound {
  const { name, at, over } = call;
  const overloads = functionTable.get(name);
  if (overloads === undefined) throw new SqlError(at, `Function ${name} not registered${meantFunction(name, functionTable.keys())}`);
  const args = call.arguments.map((argument) => (argument.kind === 'lambda' ? lambdaOf(argument) : check(argument)));
  const { entry, match } = chosen(call, overloads, args);
  const converted = args.map((arg, index) => asParameter(arg, match.parameters[index]));
  entry.check?.(converted);
  if (call.distinct) checkDistinct(entry, converted, call);
  const clauses = checkCallClauses(call, entry, converted, check);
  if (over !== undefined) return checkWindow({ call, over, entry, clauses, arguments: converted, returns: match.returns }, check);
  switch (entry.kind) {
    case 'scalar':
      refuseInside(name, converted);
      return { kind: 'call', at, type: match.returns, print: entry.print, arguments: converted, passesNaN: entry.passesNaN, ...(entry.isVolatile && { isVolatile: true }), ...(entry.fold && { fold: entry.fold }) };
    case 'aggregate':
      refuseNesting(name, converted);
      return refuseOuterOnly(name, {
        kind: 'aggregate', at, type: match.returns, function: entry, arguments: converted, distinct: call.distinct, orderBy: clauses.orderBy,
        ...(clauses.filter && { filter: clauses.filter }),
      });
    case 'window':
      throw new SqlError(at, `Window function ${name} requires an OVER clause`);
  }
}

const isLambda = (argument: Bound | CheckedLambda): argument is CheckedLambda => 'bind' in argument;

function asParameter(argument: Bound | CheckedLambda, type: SqlType = scalar('unknown')): Bound {
  return isLambda(argument) ? argument.bind(type) : coerce(argument, type);
}

function chosen(call: Call, overloads: readonly FunctionEntry[], args: readonly (Bound | CheckedLambda)[]): { entry: FunctionEntry; match: Match } {
  if (call.star && call.name !== 'count') throw new SqlError(call.at, `${call.name}(*) is not a function`);
  const types = args.map((arg) => (isLambda(arg) ? arg : arg.type));
  const found = bestMatch(overloads, types, true);
  if (found === undefined) {
    const expected = overloads.map((entry) => entry.signature.text).join(', ');
    throw new SqlError(call.at, `Unexpected parameters (${types.map((type) => (type.kind === 'lambda' ? 'function' : typeName(type))).join(', ')}) for function ${call.name}. Expected: ${expected}`);
  }
  return found;
}

function checkDistinct(entry: FunctionEntry, args: readonly Bound[], { name, at }: Call): void {
  if (entry.kind !== 'aggregate' || entry.refusesDistinct) throw notSupportedYet(at, `DISTINCT in ${name}`);
  const unlike = args.find((arg) => !isComparable(arg.type));
  if (unlike !== undefined) throw new SqlError(unlike.at, `DISTINCT can only be applied to comparable types (actual: ${typeName(unlike.type)})`);
}

/** TRY is DuckDB's own, which takes neither windows nor subqueries nor what differs from call to call. */
function refuseInside(name: string, args: readonly Bound[]): void {
  if (name !== 'try') return;
  const inner = findKind(args, 'window', 'subquery');
  if (inner !== undefined) throw notSupportedYet(inner.at, `A ${inner.kind === 'window' ? 'window function' : 'subquery'} inside try`);
  const volatile = findVolatile(args);
  if (volatile !== undefined) throw notSupportedYet(volatile.at, 'A random function inside try');
}

/** An aggregate of nothing but columns of the query around a subquery would, to DuckDB, belong to that query. */
function refuseOuterOnly(name: string, aggregate: Bound): Bound {
  const outer = findKind([aggregate], 'outer');
  if (outer !== undefined && findKind([aggregate], 'column') === undefined) throw notSupportedYet(outer.at, `${name} over columns of the outer query only`);
  return aggregate;
}

function refuseNesting(name: string, args: readonly Bound[]): void {
  const inner = findKind(args, 'aggregate', 'window', 'output');
  if (inner === undefined) return;
  if (inner.kind === 'output') throw notSupportedYet(inner.at, 'An aggregate over a column of the same SELECT');
  throw new SqlError(inner.at, inner.kind === 'window'
    ? `Cannot nest window functions inside aggregation '${name}'`
    : `Cannot nest aggregations inside aggregation '${name}'`);
}
