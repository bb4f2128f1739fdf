/** What GROUP BY leaves of an expression: the group's keys and aggregates, and no other column. */
import { aggregateColumn, keyColumn, type Bound, type BoundOutput } from '../bound';
import { mapChildren, mayBeNaN } from '../bound-tree';
import { SqlError } from '../errors';
import { printExpression } from '../print/expression';
import { printContext } from '../print/query';

/** Outside of the subquery that the expression stands in, its captures are told apart by their number. */
const sameContext = { ...printContext({ nowNs: 0n }), outer: (capture: number) => `outer${capture}` };

/** Printed text tells equal expressions: in it every name is resolved and every literal in one form. */
export function sameText(bound: Bound): string {
  return printExpression(bound, sameContext);
}

/** The keys and aggregates of one select; aggregates are added as expressions are rewritten. */
export interface Groups {
  readonly alias: string;
  readonly keys: readonly Bound[];
  readonly keyTexts: readonly string[];
  readonly aggregates: Bound[];
  readonly aggregateTexts: string[];
}

/** @param alias names the groups in what reads them */
export function groupsOf(keys: readonly Bound[], alias: string): Groups {
  return { alias, keys, keyTexts: keys.map(sameText), aggregates: [], aggregateTexts: [] };
}

function groupedColumn(bound: Bound, relation: string, column: string): Bound {
  return { kind: 'column', at: bound.at, type: bound.type, relation, column, mayBeNaN: mayBeNaN(bound) };
}

/**
 * The expression over the columns of the groups.
 *
 * @param outputs the select's own columns, already rewritten, for ORDER BY to refer to
 * @param source the expression as written, for the message when it names a column that is not grouped
 */
export function overGroups(bound: Bound, groups: Groups, outputs: readonly BoundOutput[], source: { text: string; at: number }): Bound {
  const key = keyIndex(bound, groups);
  if (key >= 0) return groupedColumn(bound, groups.alias, keyColumn(key));
  switch (bound.kind) {
    case 'aggregate':
      return groupedColumn(bound, groups.alias, aggregateColumn(aggregateIndex(bound, groups)));
    case 'column':
      throw new SqlError(source.at, `'${source.text}' must be an aggregate expression or appear in GROUP BY clause`);
    case 'output':
      return { ...bound, expression: outputs[bound.index]?.expression ?? bound.expression };
    default:
      return mapChildren(bound, (child) => overGroups(child, groups, outputs, source));
  }
}

/** Texts are long, so only what may be equal is printed. */
function keyIndex(bound: Bound, { keys, keyTexts }: Groups): number {
  const { kind } = bound.kind === 'output' ? bound.expression : bound;
  return keys.some((key) => key.kind === kind) ? keyTexts.indexOf(sameText(bound)) : -1;
}

function aggregateIndex(bound: Bound, { aggregates, aggregateTexts }: Groups): number {
  const text = sameText(bound);
  const known = aggregateTexts.indexOf(text);
  if (known >= 0) return known;
  aggregates.push(bound);
  return aggregateTexts.push(text) - 1;
}
