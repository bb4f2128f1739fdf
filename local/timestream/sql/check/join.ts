/** Joins: what they bring into scope, and their conditions. */
import type { JoinCondition, JoinKind, Name, Relation } from '../ast';
import type { Bound, BoundRelation } from '../bound';
import { SqlError, type Offset } from '../errors';
import { printArguments } from '../functions/function';
import { commonType, scalar } from '../types';
import { coerce, literal } from './coerce';
import { checkCondition, refuseAggregates } from './condition';
import { withoutSubqueries } from './join-condition';
import { checkComparison, conjunction } from './predicate';
import { aliasedScope, columnScope, columnsNamed, readColumn, type Scope, type ScopeColumn } from './scope';
import type { CheckedRelation, Surroundings } from './surroundings';
import { checkUnnest } from './unnest';

type Of<K extends Relation['kind']> = Extract<Relation, { kind: K }>;

/** @param checkRelation back to relation.ts, so that the files do not import each other */
export function checkJoin(join: Of<'join'>, around: Surroundings, checkRelation: (relation: Relation, around: Surroundings) => CheckedRelation): CheckedRelation {
  const left = checkRelation(join.left, around);
  const unnested = join.right.kind === 'aliased' ? join.right.relation : join.right;
  if (unnested.kind === 'unnest') return joinUnnested(join, left, unnested, around);
  if (unnested.kind === 'lateral') return joinLateral(join, left, unnested, around);
  const right = checkRelation(join.right, around);
  const sides = { kind: 'join' as const, join: join.join, left: left.relation, right: right.relation };
  const { condition } = join;
  if (condition === undefined) return { relation: sides, scope: [...left.scope, ...right.scope] };
  if (condition.kind === 'natural') return joinUsing(sides, sharedColumns(left.scope, right.scope, join.at), left.scope, right.scope);
  if (condition.kind === 'using') return joinUsing(sides, condition.columns, left.scope, right.scope);
  const scope = [...left.scope, ...right.scope];
  const on = checkCondition(condition.expression, { scope, around }, 'JOIN ON');
  refuseAggregates([on], 'JOIN clause');
  return { relation: withoutSubqueries({ ...sides, on }, around.freshName), scope };
}

/** The elements of each row's own array, so the left side is in their scope. */
function joinUnnested({ join, condition, right, at }: Of<'join'>, left: CheckedRelation, unnest: Of<'unnest'>, around: Surroundings): CheckedRelation {
  refuseCondition(join, condition, 'UNNEST', at);
  const { relation, scope } = checkUnnest(unnest, { ...left, keepsRows: join === 'LEFT' }, around);
  const kept = scope.slice(0, left.scope.length);
  const elements = scope.slice(left.scope.length);
  return { relation, scope: [...kept, ...(right.kind === 'aliased' ? aliasedScope(elements, right) : elements)] };
}

/** The subquery of each row, so the left side is what stands around it. */
function joinLateral({ join, condition, right, at }: Of<'join'>, left: CheckedRelation, lateral: Of<'lateral'>, around: Surroundings): CheckedRelation {
  refuseCondition(join, condition, 'LATERAL', at);
  const captures: Bound[] = [];
  const query = around.checkQuery(lateral.query, { ...around, outer: { scope: left.scope, captures, ...(around.outer && { outer: around.outer }) } });
  const alias = around.freshName('t');
  const columns = columnScope(query.columns, alias, []);
  const sides = { kind: 'join' as const, join, left: left.relation, right: { kind: 'lateral' as const, query, alias, captures } };
  const on = join === 'CROSS' ? {} : { on: literal(at, scalar('boolean'), true) };
  return { relation: { ...sides, ...on }, scope: [...left.scope, ...(right.kind === 'aliased' ? aliasedScope(columns, right) : columns)] };
}

function refuseCondition(join: JoinKind, condition: JoinCondition | undefined, construct: string, at: Offset): void {
  if (join === 'RIGHT' || join === 'FULL') throw new SqlError(at, `${join} JOIN involving ${construct} is not supported`);
  if (!isTrue(condition)) throw new SqlError(at, `${join} JOIN involving ${construct} is only supported with condition ON TRUE`);
}

function isTrue(condition: JoinCondition | undefined): boolean {
  return condition === undefined || (condition.kind === 'on' && condition.expression.kind === 'boolean' && condition.expression.value);
}

/** Columns of both sides become one, without a qualifier and before all others. */
function joinUsing(sides: Extract<BoundRelation, { kind: 'join' }>, names: readonly Name[], left: Scope, right: Scope): CheckedRelation {
  const pairs = names.map((name) => ({ name, left: theColumn(left, name, 'left'), right: theColumn(right, name, 'right') }));
  const read = pairs.map(({ name, ...sidesOf }) => ({ name, left: readColumn(sidesOf.left, name.at), right: readColumn(sidesOf.right, name.at) }));
  const equal = read.map((pair) => checkComparison('=', pair.left, pair.right, pair.name.at));
  // A natural join may have no column in common, and then joins all rows with all.
  const on = equal.length === 0 ? literal(0, scalar('boolean'), true) : conjunction(equal, names[0]?.at ?? 0);
  const joined = read.map((pair): ScopeColumn => ({
    name: pair.name.text, qualifier: [], expression: joinedColumn(sides.join, pair.left, pair.right),
  }));
  const others = [...left, ...right].filter((column) => !pairs.some((pair) => pair.left === column || pair.right === column));
  return { relation: { ...sides, on }, scope: [...joined, ...others] };
}

/** The names that both sides have, in the order of the left. */
function sharedColumns(left: Scope, right: Scope, at: Offset): readonly Name[] {
  const names = new Set(left.flatMap(({ name }) => (name !== undefined && right.some((column) => column.name === name) ? [name] : [])));
  return Array.from(names, (text) => ({ text, at }));
}

function theColumn(scope: Scope, name: Name, side: string): ScopeColumn {
  const [found, another] = columnsNamed(scope, [name]);
  if (found === undefined) throw new SqlError(name.at, `Column '${name.text}' is missing from ${side} side of join`);
  if (another !== undefined) throw new SqlError(name.at, `Column '${name.text}' is ambiguous on ${side} side of join`);
  return found;
}

/** The side that has a row; both, when either may lack one. */
function joinedColumn(join: JoinKind, left: Bound, right: Bound): Bound {
  const type = commonType(left.type, right.type) ?? left.type;
  const [first, second] = [coerce(left, type), coerce(right, type)];
  if (join !== 'FULL') return join === 'RIGHT' ? second : first;
  return {
    kind: 'call', at: left.at, type, arguments: [first, second], passesNaN: true,
    print: printArguments((a, b) => `coalesce(${a.sql}, ${b.sql})`),
  };
}
