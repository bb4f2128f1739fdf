/** Whole queries: WITH, set operations, and ORDER BY around what is not a plain SELECT. */
import type { Catalog } from '../../catalog';
import type { Query, QueryBody, SetOperation, SortItem } from '../ast';
import { COMBINED, mayBeNaN, type BoundOutput, type BoundQuery, type BoundSet, type BoundSort } from '../bound';
import { SqlError } from '../errors';
import { commonType, isComparable, isOrderable, typeName, type SqlType } from '../types';
import { coerce } from './coerce';
import { checkExpression } from './expression';
import { columnScope, refuseAggregates, type CommonTableScope, type Surroundings } from './relation';
import { readColumn, type Scan, type Scope } from './scope';
import { checkSelect } from './select';

export interface CheckedQuery {
  readonly query: BoundQuery;
  readonly scans: readonly Scan[];
}

/** @throws SqlError at the first name or type that does not fit */
export function checkStatementQuery(query: Query, text: string, catalog: Catalog): CheckedQuery {
  const scans: Scan[] = [];
  let names = 0;
  const freshName = (prefix: string) => {
    names += 1;
    return `${prefix}${names}`;
  };
  const checkQuery = (inner: Query, around: Surroundings) => checkOneQuery(inner, text, around);
  return { query: checkQuery(query, { catalog, commonTables: new Map(), scans, freshName, checkQuery }), scans };
}

function checkOneQuery(query: Query, text: string, outer: Surroundings): BoundQuery {
  const commonTables: { name: string; query: BoundQuery }[] = [];
  const known = new Map<string, CommonTableScope>(outer.commonTables);
  const own = new Set<string>();
  const around: Surroundings = { ...outer, commonTables: known };
  for (const table of query.with) {
    if (own.has(table.name.text)) throw new SqlError(table.name.at, `WITH query name '${table.name.text}' specified more than once`);
    const inner = checkOneQuery(table.query, text, around);
    if (table.columns !== undefined && table.columns.length !== inner.columns.length) {
      throw new SqlError(table.name.at, `Column alias list has ${table.columns.length} entries but relation has ${inner.columns.length} columns`);
    }
    const columns = inner.columns.map((column, index) => ({ ...column, ...nameOf(table.columns?.[index]?.text ?? column.name) }));
    const name = outer.freshName('w');
    commonTables.push({ name, query: inner });
    own.add(table.name.text);
    known.set(table.name.text, { name, columns });
  }
  const limit = query.limit === undefined ? {} : { limit: query.limit };
  return { commonTables, ...limit, ...checkBody(query.body, query.orderBy, text, around) };
}

const nameOf = (name: string | undefined) => (name === undefined ? {} : { name });

type CheckedBody = Pick<BoundQuery, 'body' | 'orderBy' | 'columns'>;

function checkBody(body: QueryBody, orderBy: readonly SortItem[], text: string, around: Surroundings): CheckedBody {
  switch (body.kind) {
    case 'select': {
      const { select, orderBy: sorts } = checkSelect(body, orderBy, text, around);
      return { body: select, orderBy: sorts, columns: columnsOf(select.outputs) };
    }
    case 'set': {
      const set = checkSet(body, text, around);
      const columns = columnsOf(set.sides[0]?.outputs ?? []).map((column, index) => ({
        ...column, mayBeNaN: set.sides.some(({ outputs }) => outputs[index] !== undefined && mayBeNaN(outputs[index].expression)),
      }));
      return { body: set, columns, orderBy: sortsOver(columns, orderBy) };
    }
    case 'nested': {
      const query = around.checkQuery(body.query, around);
      return { body: { kind: 'nested', query }, columns: query.columns, orderBy: sortsOver(query.columns, orderBy) };
    }
  }
}

function columnsOf(outputs: readonly BoundOutput[]): BoundQuery['columns'] {
  return outputs.map(({ name, expression }) => ({ ...nameOf(name), type: expression.type, mayBeNaN: mayBeNaN(expression) }));
}

function checkSet({ left, right, operator, all, at }: SetOperation, text: string, around: Surroundings): BoundSet {
  const queries = [left, right].map((side): BoundQuery => ({ commonTables: [], ...checkBody(side, [], text, around) }));
  const [first, second] = queries.map((query) => query.columns);
  if (first === undefined || second === undefined) throw new Error('a set operation has two sides');
  if (first.length !== second.length) {
    throw new SqlError(at, `${operator} query has different number of fields: ${first.length}, ${second.length}`);
  }
  const types = first.map((column, index) => columnType(operator, all, column.type, second[index]?.type ?? column.type, index, at));
  return {
    kind: 'set', operator, all,
    sides: queries.map((query) => ({
      query,
      outputs: columnScope(query.columns, COMBINED, []).map((column, index) => ({
        ...nameOf(first[index]?.name), expression: coerce(readColumn(column, at), types[index] ?? column.type),
      })),
    })),
  };
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
function sortsOver(columns: BoundQuery['columns'], orderBy: readonly SortItem[]): BoundSort[] {
  const scope: Scope = columnScope(columns, COMBINED, []);
  return orderBy.map(({ expression: written, descending, nullsFirst }) => {
    const column = written.kind === 'integer' ? scope[Number(written.value) - 1] : undefined;
    if (written.kind === 'integer' && column === undefined) throw new SqlError(written.at, `ORDER BY position ${written.value} is not in select list`);
    const expression = column === undefined ? checkExpression(written, { scope }) : readColumn(column, written.at);
    refuseAggregates([expression], 'ORDER BY of a set operation');
    if (!isOrderable(expression.type)) throw new SqlError(written.at, `Type ${typeName(expression.type)} is not orderable, and therefore cannot be used in ORDER BY`);
    return { expression, descending, nullsFirst };
  });
}
