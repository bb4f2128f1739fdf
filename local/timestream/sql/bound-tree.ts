/** Going through checked expressions: what stands below one, the same over other parts, and what can be found there. */
import type { Bound, BoundSort, BoundWindow } from './bound';

/** The expressions directly below one. */
export function childrenOf(bound: Bound): readonly Bound[] {
  switch (bound.kind) {
    case 'literal':
    case 'column':
    case 'outer':
    case 'lambda-parameter':
      return [];
    case 'field':
      return [bound.row];
    case 'lambda':
      return [bound.body];
    case 'subquery':
      return [...bound.operand, ...bound.captures];
    case 'output':
      return [bound.expression];
    case 'call':
      return bound.arguments;
    case 'aggregate':
      return [...bound.arguments, ...filterOf(bound), ...bound.orderBy.map((sort) => sort.expression)];
    case 'window':
      return [...bound.arguments, ...filterOf(bound), ...bound.partitionBy, ...bound.orderBy.map((sort) => sort.expression), ...frameOffsets(bound)];
  }
}

function filterOf({ filter }: { readonly filter?: Bound }): readonly Bound[] {
  return filter === undefined ? [] : [filter];
}

function frameOffsets({ frame }: BoundWindow): readonly Bound[] {
  return (frame?.bounds ?? []).flatMap(({ offset }) => offset ?? []);
}

/** The first expression of these kinds, outermost first. */
export function findKind(bounds: readonly Bound[], ...kinds: readonly Bound['kind'][]): Bound | undefined {
  for (const bound of bounds) {
    const found = kinds.includes(bound.kind) ? bound : findKind(childrenOf(bound), ...kinds);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first call that answers differently each time, outermost first. */
export function findVolatile(bounds: readonly Bound[]): Bound | undefined {
  for (const bound of bounds) {
    const found = bound.kind === 'call' && bound.isVolatile ? bound : findVolatile(childrenOf(bound));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same expression over replaced children. */
export function mapChildren(bound: Bound, replace: (child: Bound) => Bound): Bound {
  const sorts = (items: readonly BoundSort[]) => items.map((sort) => ({ ...sort, expression: replace(sort.expression) }));
  switch (bound.kind) {
    case 'literal':
    case 'column':
    case 'output':
    case 'outer':
    case 'lambda-parameter':
      return bound;
    case 'field':
      return { ...bound, row: replace(bound.row) };
    case 'lambda':
      return { ...bound, body: replace(bound.body) };
    case 'subquery':
      return { ...bound, operand: bound.operand.map(replace), captures: bound.captures.map(replace) };
    case 'call':
      return { ...bound, arguments: bound.arguments.map(replace) };
    case 'aggregate':
      return { ...bound, arguments: bound.arguments.map(replace), orderBy: sorts(bound.orderBy), ...(bound.filter && { filter: replace(bound.filter) }) };
    case 'window':
      return {
        ...bound,
        arguments: bound.arguments.map(replace),
        partitionBy: bound.partitionBy.map(replace),
        orderBy: sorts(bound.orderBy),
        ...(bound.filter && { filter: replace(bound.filter) }),
        ...(bound.frame && { frame: { ...bound.frame, bounds: bound.frame.bounds.map((end) => ({ ...end, ...(end.offset && { offset: replace(end.offset) }) })) } }),
      };
  }
}

/** Whether a double can be NaN, which DuckDB compares unlike the service (there NaN equals and exceeds nothing). */
export function mayBeNaN(bound: Bound): boolean {
  if (bound.type.kind !== 'double') return false;
  switch (bound.kind) {
    case 'literal':
      return Number.isNaN(bound.value);
    case 'column':
    case 'outer':
      return bound.mayBeNaN;
    case 'field':
    case 'lambda':
    case 'lambda-parameter':
      return true;
    case 'subquery':
      return bound.query.columns.some((column) => column.mayBeNaN);
    case 'output':
      return mayBeNaN(bound.expression);
    case 'call':
      return !bound.passesNaN || bound.arguments.some(mayBeNaN);
    case 'aggregate':
    case 'window':
      return (bound.function.kind === 'aggregate' && bound.function.makesNaN) || bound.arguments.some(mayBeNaN);
  }
}
