/** Subqueries in the condition of an outer join, where DuckDB takes none: each is asked beside the side whose rows it depends on. */
import { outputColumn, type Bound, type BoundRelation } from '../bound';
import { childrenOf, findKind, mapChildren, mayBeNaN } from '../bound-tree';
import { notSupportedYet } from '../errors';

type Join = Extract<BoundRelation, { readonly kind: 'join' }>;
type Subquery = Extract<Bound, { readonly kind: 'subquery' }>;

/** The join with the answers of its subqueries as columns of its sides. Throws SqlError for one that depends on both sides. */
export function withoutSubqueries(join: Join & { readonly on: Bound }, freshName: (prefix: string) => string): Join {
  if (join.join === 'INNER' || findKind([join.on], 'subquery') === undefined) return join;
  const leftAliases = aliasesOf(join.left);
  const rightAliases = aliasesOf(join.right);
  let { left, right } = join;
  const replaced = (bound: Bound): Bound => {
    if (bound.kind !== 'subquery') return mapChildren(bound, replaced);
    const read = columnsIn(bound);
    const readsLeft = read.some((relation) => leftAliases.includes(relation));
    if (readsLeft && read.some((relation) => rightAliases.includes(relation))) {
      throw notSupportedYet(bound.at, `A subquery that depends on both sides of a ${join.join} JOIN in its condition`);
    }
    const alias = freshName('t');
    const asked = lateral(bound, alias);
    if (readsLeft) left = { kind: 'join', join: 'CROSS', left, right: asked };
    else right = { kind: 'join', join: 'CROSS', left: right, right: asked };
    return { kind: 'column', at: bound.at, type: bound.type, relation: alias, column: outputColumn(0), mayBeNaN: mayBeNaN(bound) };
  };
  const on = replaced(join.on);
  return { ...join, left, right, on };
}

/** The subquery as a relation of one row for each row before it. */
function lateral(subquery: Subquery, alias: string): BoundRelation {
  const captures: Bound[] = [];
  const captured = (bound: Bound): Bound => (bound.kind === 'column' || bound.kind === 'outer'
    ? { kind: 'outer', at: bound.at, type: bound.type, capture: captures.push(bound) - 1, mayBeNaN: mayBeNaN(bound) }
    : mapChildren(bound, captured));
  const expression = mapChildren(subquery, captured);
  const query = {
    commonTables: [], orderBy: [], withTies: false, columns: [{ type: subquery.type, mayBeNaN: mayBeNaN(subquery) }],
    body: { kind: 'select' as const, distinct: false, outputs: [{ expression }] },
  };
  return { kind: 'lateral', query, alias, captures };
}

function aliasesOf(relation: BoundRelation): readonly string[] {
  switch (relation.kind) {
    case 'join':
      return [...aliasesOf(relation.left), ...aliasesOf(relation.right)];
    case 'sample':
      return aliasesOf(relation.relation);
    default:
      return [relation.alias];
  }
}

function columnsIn(bound: Bound): readonly string[] {
  return bound.kind === 'column' ? [bound.relation] : childrenOf(bound).flatMap(columnsIn);
}
