/** Bound queries -> DuckDB SQL. Every layer names its columns c0, c1 ..., so no name of the user's is ever printed. */
import {
  aggregateColumn, keyColumn, outputColumn,
  type BoundGrouping, type BoundOutput, type BoundQuery, type BoundRelation, type BoundSelect, type BoundSet, type BoundValues,
} from '../bound';
import { bySeries } from './by-series';
import type { QueryClock } from '../functions/function';
import { asItIs, insideSubquery, type PrintContext } from './context';
import { printExpression, printSort } from './expression';
import { printUnnest } from './unnest';
import { printCommonTable } from './common-table';
import { tableMark } from './table-marks';

function noCapture(capture: number): never {
  throw new Error(`capture ${capture} belongs to no subquery`);
}

/** Where printing begins: outside of every subquery. */
export function printContext({ nowNs }: QueryClock): PrintContext {
  return { nowNs, query: printQuery, column: asItIs, outer: noCapture };
}

export function printQuery(query: BoundQuery, context: PrintContext): string {
  const tables = query.commonTables.flatMap((table) => printCommonTable(table, context));
  // A constant orders nothing, and DuckDB refuses to be asked.
  const order = query.orderBy.filter(({ expression }) => expression.kind !== 'literal').map((sort) => printSort(sort, context));
  return [
    tables.length > 0 ? `WITH ${tables.join(', ')}` : '',
    printBody(query.body, context),
    query.withTies ? printTies(query, context) : '',
    order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    query.limit === undefined || query.withTies ? '' : `LIMIT ${query.limit}`,
    query.offset === undefined || query.withTies ? '' : `OFFSET ${query.offset}`,
  ].filter((clause) => clause !== '').join(' ');
}

/** The rows after the offset, up to the last that sorts like the one at the limit. */
function printTies({ orderBy, offset = 0n, limit = 0n }: BoundQuery, context: PrintContext): string {
  const keys = orderBy
    .map((sort) => ({ ...sort, expression: sort.expression.kind === 'output' ? sort.expression.expression : sort.expression }))
    .filter(({ expression }) => expression.kind !== 'literal')
    .map((sort) => printSort(sort, context));
  const over = `OVER (${keys.length > 0 ? `ORDER BY ${keys.join(', ')}` : ''})`;
  return `QUALIFY rank() ${over} <= ${offset + limit} AND row_number() ${over} > ${offset}`;
}

function printBody(body: BoundQuery['body'], context: PrintContext): string {
  switch (body.kind) {
    case 'select':
      return printSelect(body, context);
    case 'set':
      return `SELECT * FROM (${printSet(body, context)}) AS ${body.alias}`;
    case 'values':
      return `SELECT * FROM ${printValues(body, context)}`;
    case 'nested':
      return `SELECT * FROM (${printQuery(body.query, context)}) AS ${body.alias}`;
  }
}

function printSet({ operator, all, sides }: BoundSet, context: PrintContext): string {
  const texts = sides.map((side) => `(SELECT ${printOutputs(side.outputs, context)} FROM (${printQuery(side.query, context)}) AS ${side.alias})`);
  return joinedByHalves(texts, ` ${operator}${all ? ' ALL' : ''} `);
}

/** The operator between all texts, bracketed so that many of them are no deep tree. */
function joinedByHalves(texts: readonly string[], operator: string): string {
  if (texts.length <= 2) return texts.join(operator);
  const half = Math.ceil(texts.length / 2);
  return [texts.slice(0, half), texts.slice(half)].map((part) => `(${joinedByHalves(part, operator)})`).join(operator);
}

function printValues({ rows, alias }: BoundValues, context: PrintContext): string {
  const columns = (rows[0] ?? []).map((_value, index) => outputColumn(index));
  const texts = rows.map((row) => `(${row.map((value) => printExpression(value, context)).join(', ')})`);
  return `(VALUES ${texts.join(', ')}) AS ${alias}(${columns.join(', ')})`;
}

function printSelect(select: BoundSelect, context: PrintContext): string {
  const outputs = `SELECT ${select.distinct ? 'DISTINCT ' : ''}${printOutputs(select.outputs, context)}`;
  const having = select.having === undefined ? '' : ` WHERE ${printExpression(select.having, context)}`;
  return `${outputs}${select.grouping === undefined ? printSource(select, context) : ` FROM (${printGroups(select, context)}) AS ${select.grouping.alias}`}${having}`;
}

function printOutputs(outputs: readonly BoundOutput[], context: PrintContext): string {
  return outputs.map((output, index) => `${printExpression(output.expression, context)} AS ${outputColumn(index)}`).join(', ');
}

function printSource({ from, where }: BoundSelect, context: PrintContext): string {
  const source = from === undefined ? '' : ` FROM ${printRelation(from, context)}`;
  return where === undefined ? source : `${source} WHERE ${printExpression(bySeries(where, from), context)}`;
}

/** The keys and aggregates of a grouped select, by position; the select itself reads only these. */
function printGroups(select: BoundSelect, context: PrintContext): string {
  const { keys, aggregates, sets }: Omit<BoundGrouping, 'alias'> = select.grouping ?? { keys: [], aggregates: [] };
  const columns = [
    ...keys.map((key, index) => `${printExpression(key, context)} AS ${keyColumn(index)}`),
    ...aggregates.map((aggregate, index) => `${printExpression(aggregate, context)} AS ${aggregateColumn(index)}`),
  ];
  const positions = sets === undefined
    ? keys.map((_key, index) => index + 1).join(', ')
    : `GROUPING SETS (${sets.map((set) => `(${set.map((key) => key + 1).join(', ')})`).join(', ')})`;
  // A group without keys or aggregates (SELECT 1 ... HAVING true) is still one row.
  const list = columns.length > 0 ? columns.join(', ') : 'count(*)';
  return `SELECT ${list}${printSource(select, context)}${positions === '' ? '' : ` GROUP BY ${positions}`}`;
}

function printRelation(relation: BoundRelation, context: PrintContext): string {
  switch (relation.kind) {
    case 'table':
      return `${tableMark(relation.alias)} AS ${relation.alias}`;
    case 'common-table':
      return `${relation.name} AS ${relation.alias}`;
    case 'query':
      return `(${printQuery(relation.query, context)}) AS ${relation.alias}`;
    case 'lateral':
      return `LATERAL (${printQuery(relation.query, insideSubquery(relation.captures, context, printExpression))}) AS ${relation.alias}`;
    case 'sample':
      return `(SELECT * FROM ${printRelation(relation.relation, context)} WHERE random() < ${relation.share}) AS ${relation.relation.alias}`;
    case 'unnest':
      return printUnnest(relation, relation.from && printRelation(relation.from, context), context);
    case 'join': {
      const sides = `${printRelation(relation.left, context)} ${relation.join} JOIN ${joinedSide(relation.right, context)}`;
      return relation.on === undefined ? sides : `${sides} ON ${printExpression(relation.on, context)}`;
    }
  }
}

/** A join on the right of a join keeps its brackets. */
function joinedSide(relation: BoundRelation, context: PrintContext): string {
  const printed = printRelation(relation, context);
  return relation.kind === 'join' ? `(${printed})` : printed;
}
