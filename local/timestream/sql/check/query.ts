/** Whole queries: WITH, set operations, and ORDER BY around what is not a plain SELECT. */
import type { Catalog } from '../../catalog';
import type { Query, QueryBody, SetOperation, SortItem, Values } from '../ast';
import type { BoundOutput, BoundQuery, BoundSet, BoundSort, BoundValues } from '../bound';
import { findKind, findVolatile, mayBeNaN } from '../bound-tree';
import { notSupportedYet, SqlError } from '../errors';
import { commonType, isComparable, isOrderable, scalar, typeName, type SqlType } from '../types';
import { coerce } from './coerce';
import { checkCommonTables } from './common-tables';
import { checkExpression } from './expression';
import { refuseAggregates } from './condition';
import type { Parameters } from './parameters';
import { refuseBytes } from './result';
import { columnScope, readColumn, type Scan, type Scope } from './scope';
import { checkSelect } from './select';
import type { Surroundings } from './surroundings';

export interface CheckedQuery {
  readonly query: BoundQuery;
  readonly scans: readonly Scan[];
}

/** @throws SqlError at the first name or type that does not fit */
export function checkStatementQuery(query: Query, text: string, catalog: Catalog, parameters: Parameters): CheckedQuery {
  const scans: Scan[] = [];
  let names = 0;
  const freshName = (prefix: string) => {
    names += 1;
    return `${prefix}${names}`;
  };
  const checkQuery = (inner: Query, around: Surroundings) => checkOneQuery(inner, text, around);
  const checked = checkQuery(query, { catalog, parameters, commonTables: new Map(), scans, freshName, checkQuery });
  refuseBytes(checked);
  return { query: checked, scans };
}

function checkOneQuery(query: Query, text: string, outer: Surroundings): BoundQuery {
  const { commonTables, around } = checkCommonTables(query, outer);
  const checked: BoundQuery = {
    commonTables, ...checkBody(query.body, query.orderBy, text, around), withTies: query.withTies,
    ...(query.offset !== undefined && { offset: query.offset }), ...(query.limit !== undefined && { limit: query.limit }),
  };
  return query.withTies ? withSortColumns(checked, outer.freshName('n')) : checked;
}

/** Ties are found by the keys once more, after DISTINCT and window functions, and keys must not change in between. */
function withSortColumns(query: BoundQuery, alias: string): BoundQuery {
  const { commonTables, body, orderBy, columns, ...limits } = query;
  const isSelected = body.kind === 'select' && orderBy.every(({ expression }) => expression.kind === 'output');
  const keys = orderBy.map(({ expression }) => expression);
  const refused = isSelected ? undefined : findVolatile(keys) ?? findKind(keys, 'window');
  if (refused !== undefined) throw notSupportedYet(refused.at, 'FETCH FIRST WITH TIES by a random value or a window function that is not selected');
  if (!isSelected) return query;
  const scope = columnScope(columns, alias, []);
  return {
    commonTables, columns, ...limits,
    body: { kind: 'nested', alias, query: { commonTables: [], body, orderBy: [], columns, withTies: false } },
    orderBy: orderBy.map((sort) => {
      const column = sort.expression.kind === 'output' ? scope[sort.expression.index] : undefined;
      return column === undefined ? sort : { ...sort, expression: column.expression };
    }),
  };
}

const nameOf = (name: string | undefined) => (name === undefined ? {} : { name });

type CheckedBody = Pick<BoundQuery, 'body' | 'orderBy' | 'columns'>;

function checkBody(body: QueryBody, orderBy: readonly SortItem[], text: string, around: Surroundings): CheckedBody {
  switch (body.kind) {
    case 'select': {
      const { select, orderBy: sorts } = checkSelect(body, orderBy, text, around);
      return { body: select, orderBy: sorts, columns: columnsOf(select.outputs) };
    }
    case 'values': {
      const values = checkValues(body, around);
      const columns = columnsOf((values.rows[0] ?? []).map((expression) => ({ expression }))).map((column, index) => ({
        ...column, mayBeNaN: values.rows.some((row) => row[index] !== undefined && mayBeNaN(row[index])),
      }));
      return { body: values, columns, orderBy: sortsOver(columns, values.alias, orderBy, around) };
    }
    case 'set': {
      const set = checkSet(body, text, around);
      // What holds for the times of one side need not hold for those of another.
      const columns = columnsOf(set.sides[0]?.outputs ?? []).map(({ atLeastNs: _ofOneSide, ...column }, index) => ({
        ...column, mayBeNaN: set.sides.some(({ outputs }) => outputs[index] !== undefined && mayBeNaN(outputs[index].expression)),
      }));
      return { body: set, columns, orderBy: sortsOver(columns, set.alias, orderBy, around) };
    }
    case 'nested': {
      const query = around.checkQuery(body.query, around);
      const alias = around.freshName('n');
      return { body: { kind: 'nested', alias, query }, columns: query.columns, orderBy: sortsOver(query.columns, alias, orderBy, around) };
    }
  }
}

function columnsOf(outputs: readonly BoundOutput[]): BoundQuery['columns'] {
  return outputs.map(({ name, expression, atLeastNs = expression.kind === 'column' ? expression.atLeastNs : undefined }) => ({
    ...nameOf(name), type: expression.type, mayBeNaN: mayBeNaN(expression), ...(atLeastNs !== undefined && { atLeastNs }),
  }));
}

function checkSet({ sides, operator, all }: SetOperation, text: string, around: Surroundings): BoundSet {
  const queries = sides.map(({ at, body }) => ({ at, query: checkSide(body, text, around) }));
  const first = queries[0]?.query.columns ?? [];
  const types = queries.reduce<readonly SqlType[]>((known, { at, query: { columns } }) => {
    if (columns.length !== known.length) throw new SqlError(at, `${operator} query has different number of fields: ${known.length}, ${columns.length}`);
    return columns.map((column, index) => columnType(operator, all, known[index] ?? column.type, column.type, index, at));
  }, first.map((column) => column.type));
  return {
    kind: 'set', alias: around.freshName('s'), operator, all,
    sides: queries.map(({ at, query }) => {
      const alias = around.freshName('s');
      const outputs = columnScope(query.columns, alias, []).map((column, index) => ({
        ...nameOf(first[index]?.name), expression: coerce(readColumn(column, at), types[index] ?? column.expression.type),
      }));
      return { alias, query, outputs };
    }),
  };
}

function checkSide(body: QueryBody, text: string, around: Surroundings): BoundQuery {
  return { commonTables: [], withTies: false, ...checkBody(body, [], text, around) };
}

function checkValues({ rows, at }: Values, around: Surroundings): BoundValues {
  const checked = rows.map((row) => row.map((value) => checkExpression(value, { scope: [], around })));
  refuseAggregates(checked.flat(), 'VALUES');
  const [first = []] = checked;
  const uneven = checked.find((row) => row.length !== first.length);
  if (uneven !== undefined) throw new SqlError(uneven[0]?.at ?? at, `Values rows have mismatched sizes: ${first.length} vs ${uneven.length}`);
  const types = first.map((_value, column) => checked.reduce<SqlType>((type, row) => {
    const value = row[column];
    const common = value && commonType(type, value.type);
    if (common === undefined) throw new SqlError(value?.at ?? at, `Values rows have mismatched types: ${typeName(type)} vs ${typeName(value?.type ?? type)}`);
    return common;
  }, scalar('unknown')));
  return { kind: 'values', alias: around.freshName('v'), rows: checked.map((row) => row.map((value, column) => coerce(value, types[column] ?? value.type))) };
}

function columnType(operator: string, all: boolean, left: SqlType, right: SqlType, index: number, at: number): SqlType {
  const type = commonType(left, right);
  if (type === undefined) {
    throw new SqlError(at, `column ${index + 1} in ${operator} query has incompatible types: ${typeName(left)}, ${typeName(right)}`);
  }
  if (!all && !isComparable(type)) throw new SqlError(at, `Type ${typeName(type)} is not comparable and therefore cannot be used in ${operator}`);
  return type;
}

/** ORDER BY over a result that only has columns. */
function sortsOver(columns: BoundQuery['columns'], alias: string, orderBy: readonly SortItem[], around: Surroundings): BoundSort[] {
  const scope: Scope = columnScope(columns, alias, []);
  return orderBy.map(({ expression: written, descending, nullsFirst }) => {
    const column = written.kind === 'integer' ? scope[Number(written.value) - 1] : undefined;
    if (written.kind === 'integer' && column === undefined) throw new SqlError(written.at, `ORDER BY position ${written.value} is not in select list`);
    const expression = column === undefined ? checkExpression(written, { scope, around }) : readColumn(column, written.at);
    refuseAggregates([expression], 'ORDER BY of a set operation');
    if (!isOrderable(expression.type)) throw new SqlError(written.at, `Type ${typeName(expression.type)} is not orderable, and therefore cannot be used in ORDER BY`);
    return { expression, descending, nullsFirst };
  });
}
