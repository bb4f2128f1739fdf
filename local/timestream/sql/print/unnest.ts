/** UNNEST as DuckDB SQL. */
import { outputColumn, type BoundUnnest } from '../bound';
import type { PrintContext } from './context';
import { printExpression } from './expression';
import { duckdbType } from './literal';

const listColumn = (index: number): string => `l${index}`;

/**
 * The lists become rows in the select list, where DuckDB hands the other columns on by reference; its lateral join
 * would copy each list for every element. Lists of several lengths are filled up with NULLs.
 *
 * @param from the printed relation whose rows the lists belong to
 */
export function printUnnest({ alias, kept, lists, elements, keepsRows, withOrdinality }: BoundUnnest, from: string | undefined, context: PrintContext): string {
  const columns = kept.map((_column, index) => outputColumn(index));
  const made = [
    ...kept.map((column, index) => `${printExpression(column, context)} AS ${outputColumn(index)}`),
    ...lists.map((list, index) => `${printExpression(list, context)} AS ${listColumn(index)}`),
  ];
  const source = `SELECT ${made.join(', ')}${from === undefined ? '' : ` FROM ${from}`}`;
  const unnested = lists.map((list, index) => `unnest(${keepsRows ? withOneElement(listColumn(index), duckdbType(list.type)) : listColumn(index)}) AS u${index}`);
  const places = withOrdinality ? [`unnest(${ordinals(lists.length, keepsRows)}) AS place`] : [];
  const rows = `SELECT ${[...columns, ...unnested, ...places].join(', ')} FROM (${source}) AS ${alias}`;
  const spread = elements.flatMap((fields, list) => fields.map((field) => (field === undefined ? `u${list}` : `u${list}."${field}"`)));
  const outputs = [...columns, ...spread, ...(withOrdinality ? ['place'] : [])];
  return `(SELECT ${outputs.map((output, index) => `${output} AS ${outputColumn(index)}`).join(', ')} FROM (${rows}) AS ${alias}) AS ${alias}`;
}

/** An empty list as one of a NULL, so that its row stays. */
function withOneElement(list: string, type: string): string {
  return `CASE WHEN len(${list}) > 0 THEN ${list} ELSE CAST([NULL] AS ${type}) END`;
}

/** 1 to the length of the longest list. */
function ordinals(count: number, keepsRows: boolean): string {
  const lengths = Array.from({ length: count }, (_list, index) => `coalesce(len(${listColumn(index)}), 0)`);
  const places = `range(1, greatest(${lengths.join(', ')}) + 1)`;
  return keepsRows ? withOneElement(places, 'BIGINT[]') : places;
}
