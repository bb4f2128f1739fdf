/** Conditions: WHERE, HAVING and ON, and what may not stand in them. */
import type { Expression } from '../ast';
import type { Bound } from '../bound';
import { findKind } from '../bound-tree';
import { SqlError } from '../errors';
import { scalar, typeName } from '../types';
import { coerce } from './coerce';
import { checkExpression, type Checking } from './expression';
import { impliedBounds } from './newest-rows';
import { conjunction } from './predicate';

export function checkCondition(expression: Expression, checking: Checking, clause: string): Bound {
  const condition = checkExpression(expression, checking);
  if (condition.type.kind !== 'boolean' && condition.type.kind !== 'unknown') {
    throw new SqlError(condition.at, `${clause} clause must evaluate to a boolean: actual type ${typeName(condition.type)}`);
  }
  const implied = impliedBounds(condition);
  return implied.length === 0 ? coerce(condition, scalar('boolean')) : conjunction([condition, ...implied], condition.at);
}

/** Conditions on rows come before any group exists. */
export function refuseAggregates(bounds: readonly Bound[], clause: string): void {
  const found = findKind(bounds, 'aggregate', 'window');
  if (found !== undefined) throw new SqlError(found.at, `${clause} cannot contain aggregations, window functions or grouping operations`);
}
