/** Bound queries -> DuckDB SQL. Every layer names its columns c0, c1 ..., so no name of the user's is ever printed. */
import {
  aggregateColumn, COMBINED, GROUPED, keyColumn, outputColumn,
  type BoundOutput, type BoundQuery, type BoundRelation, type BoundSelect, type BoundSet,
} from '../bound';
import type { QueryClock } from '../functions/function';
import { printExpression, printSort } from './expression';

export function printQuery(query: BoundQuery, clock: QueryClock): string {
  const tables = query.commonTables.map(({ name, query: inner }) => `${name} AS (${printQuery(inner, clock)})`);
  // A constant orders nothing, and DuckDB refuses to be asked.
  const order = query.orderBy.filter(({ expression }) => expression.kind !== 'literal').map((sort) => printSort(sort, clock));
  return [
    tables.length > 0 ? `WITH ${tables.join(', ')}` : '',
    printBody(query.body, clock),
    order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    query.limit === undefined ? '' : `LIMIT ${query.limit}`,
  ].filter((clause) => clause !== '').join(' ');
}

function printBody(body: BoundQuery['body'], clock: QueryClock): string {
  switch (body.kind) {
    case 'select':
      return printSelect(body, clock);
    case 'set':
      return `SELECT * FROM (${printSet(body, clock)}) AS ${COMBINED}`;
    case 'nested':
      return `SELECT * FROM (${printQuery(body.query, clock)}) AS ${COMBINED}`;
  }
}

function printSet({ operator, all, sides }: BoundSet, clock: QueryClock): string {
  return sides
    .map((side) => `(SELECT ${printOutputs(side.outputs, clock)} FROM (${printQuery(side.query, clock)}) AS ${COMBINED})`)
    .join(` ${operator}${all ? ' ALL' : ''} `);
}

function printSelect(select: BoundSelect, clock: QueryClock): string {
  const outputs = `SELECT ${select.distinct ? 'DISTINCT ' : ''}${printOutputs(select.outputs, clock)}`;
  const having = select.having === undefined ? '' : ` WHERE ${printExpression(select.having, clock)}`;
  return `${outputs}${select.grouping === undefined ? printSource(select, clock) : ` FROM (${printGroups(select, clock)}) AS ${GROUPED}`}${having}`;
}

function printOutputs(outputs: readonly BoundOutput[], clock: QueryClock): string {
  return outputs.map((output, index) => `${printExpression(output.expression, clock)} AS ${outputColumn(index)}`).join(', ');
}

function printSource({ from, where }: BoundSelect, clock: QueryClock): string {
  const source = from === undefined ? '' : ` FROM ${printRelation(from, clock)}`;
  return where === undefined ? source : `${source} WHERE ${printExpression(where, clock)}`;
}

/** The keys and aggregates of a grouped select, by position; the select itself reads only these. */
function printGroups(select: BoundSelect, clock: QueryClock): string {
  const { keys, aggregates } = select.grouping ?? { keys: [], aggregates: [] };
  const columns = [
    ...keys.map((key, index) => `${printExpression(key, clock)} AS ${keyColumn(index)}`),
    ...aggregates.map((aggregate, index) => `${printExpression(aggregate, clock)} AS ${aggregateColumn(index)}`),
  ];
  const positions = keys.map((_key, index) => index + 1);
  // A group without keys or aggregates (SELECT 1 ... HAVING true) is still one row.
  const list = columns.length > 0 ? columns.join(', ') : 'count(*)';
  return `SELECT ${list}${printSource(select, clock)}${positions.length > 0 ? ` GROUP BY ${positions.join(', ')}` : ''}`;
}

function printRelation(relation: BoundRelation, clock: QueryClock): string {
  switch (relation.kind) {
    case 'table':
      return `${relation.entry.relation} AS ${relation.alias}`;
    case 'common-table':
      return `${relation.name} AS ${relation.alias}`;
    case 'query':
      return `(${printQuery(relation.query, clock)}) AS ${relation.alias}`;
    case 'join': {
      const sides = `${printRelation(relation.left, clock)} ${relation.join} JOIN ${joinedSide(relation.right, clock)}`;
      return relation.on === undefined ? sides : `${sides} ON ${printExpression(relation.on, clock)}`;
    }
  }
}

/** A join on the right of a join keeps its brackets. */
function joinedSide(relation: BoundRelation, clock: QueryClock): string {
  const printed = printRelation(relation, clock);
  return relation.kind === 'join' ? `(${printed})` : printed;
}
