/** CASE, with an operand or without. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { findKind, findVolatile } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import type { Print, Printed } from '../functions/function';
import { bind } from '../print/binding';
import { printComparison } from '../print/comparison';
import { commonType, scalar, typeName, type SqlType } from '../types';
import { coerce, literal } from './coerce';
import type { Check } from './expression';
import { asBoolean, checkComparison, comparable } from './predicate';

export function checkCase({ operand, branches, otherwise, at }: Extract<Expression, { kind: 'case' }>, check: Check): Bound {
  const conditions = branches.map(({ when }) => check(when));
  const whens = operand === undefined
    ? conditions.map((when) => asBoolean(when, 'CASE WHEN clause'))
    : comparable('CASE', [check(operand), ...conditions], at);
  const results = [...branches.map(({ then }) => check(then)), otherwise === undefined ? literal(at, scalar('unknown'), null) : check(otherwise)];
  const type = results.reduce<SqlType>((known, result) => {
    const common = commonType(known, result.type);
    if (common === undefined) throw new SqlError(result.at, `All CASE results must be the same type: ${typeName(known)}, ${typeName(result.type)}`);
    return common;
  }, scalar('unknown'));
  const converted = results.map((result) => coerce(result, type));
  const [subject, ...others] = whens;
  const isSearched = operand === undefined || subject === undefined || findKind([...others, ...converted], 'subquery') !== undefined;
  const asked = operand !== undefined && subject !== undefined && isSearched ? others.map((when) => askedAgain(subject, when)) : whens;
  return { kind: 'call', at, type, print: printCase(branches.length, !isSearched), arguments: [...asked, ...converted], passesNaN: true };
}

/** Beside subqueries the operand is written for each branch: DuckDB binds none of them inside of what would hold its value. */
function askedAgain(operand: Bound, when: Bound): Bound {
  const repeated = findKind([operand], 'subquery') ?? findVolatile([operand]);
  if (repeated !== undefined) throw notSupportedYet(repeated.at, 'CASE of a subquery or a random value with subqueries in its branches');
  return checkComparison('=', operand, when, when.at);
}

/** Arguments are the operand if there is one, all conditions, then all results, the last of them for ELSE. */
const printCase = (count: number, hasOperand: boolean): Print => (args) => {
  const [operand] = args;
  const conditions = args.slice(hasOperand ? 1 : 0);
  const printed = (condition: (when: Printed) => string) => {
    const branches = conditions.slice(0, count).map((when, index) => `WHEN ${condition(when)} THEN ${conditions[count + index]?.sql ?? ''}`);
    return `CASE ${branches.join(' ')} ELSE ${args.at(-1)?.sql ?? ''} END`;
  };
  if (!hasOperand || operand === undefined) return printed((when) => when.sql);
  return bind([operand], (subject) => printed((when) => printComparison('=', { ...operand, sql: subject, repeatable: true }, when)));
};
