/** UNNEST: the elements of an array or the points of a series as rows, alone or next to the rows they come from. */
import type { Expression, Relation } from '../ast';
import { outputColumn, type Bound, type BoundUnnest } from '../bound';
import { SqlError } from '../errors';
import { scalar, typeName, type SqlType } from '../types';
import { refuseAggregates } from './condition';
import { checkExpression } from './expression';
import type { Scope } from './scope';
import type { CheckedRelation, Surroundings } from './surroundings';

interface LeftSide extends CheckedRelation {
  /** Whether a row without elements stays, with NULLs, as in a LEFT JOIN. */
  readonly keepsRows: boolean;
}

/** The scope is that of the left side, if there is one, and then one column or more for each array. */
export function checkUnnest({ expressions, withOrdinality, at }: Extract<Relation, { kind: 'unnest' }>, left: LeftSide | undefined, around: Surroundings): CheckedRelation {
  const scope = left?.scope ?? [];
  const lists = expressions.map((expression) => checkList(expression, scope, around));
  const alias = around.freshName('t');
  const kept = scope.map((column) => column.expression);
  const relation: BoundUnnest = {
    kind: 'unnest', alias, kept, lists, elements: lists.map((list) => elementsOf(list.type).map((element) => element.field)),
    ...(left && { from: left.relation }), keepsRows: left?.keepsRows ?? false, withOrdinality,
  };
  const elements: readonly Element[] = [...lists.flatMap((list) => elementsOf(list.type)), ...(withOrdinality ? [{ type: scalar('bigint') }] : [])];
  const columnAt = (index: number, type: SqlType, mayBeNaN: boolean): Bound =>
    ({ kind: 'column', at, type, relation: alias, column: outputColumn(index), mayBeNaN });
  return {
    relation,
    scope: [
      ...scope.map((column, index) => ({ ...column, expression: columnAt(index, column.expression.type, true) })),
      ...elements.map(({ name, type }, index): Scope[number] => ({
        qualifier: [], ...(name !== undefined && { name }), expression: columnAt(kept.length + index, type, true),
      })),
    ],
  };
}

function checkList(expression: Expression, scope: Scope, around: Surroundings): Bound {
  const list = checkExpression(expression, { scope, around });
  refuseAggregates([list], 'UNNEST');
  if (list.type.kind !== 'array' && list.type.kind !== 'timeseries') {
    throw new SqlError(list.at, `Cannot unnest type: ${typeName(list.type)}`);
  }
  return list;
}

interface Element {
  readonly name?: string;
  readonly type: SqlType;
  /** The field of the element that becomes the column; undefined for the element itself. */
  readonly field?: string;
}

/** The columns that the elements of a list make: a point or a row is spread over several. */
function elementsOf(type: SqlType): readonly Element[] {
  if (type.kind === 'timeseries') return [{ name: 'time', type: scalar('timestamp'), field: 'time' }, { name: 'value', type: type.value, field: 'value' }];
  if (type.kind !== 'array') return [];
  if (type.element.kind !== 'row') return [{ type: type.element }];
  return type.element.fields.map((field, index) => ({ ...field, field: `f${index}` }));
}
