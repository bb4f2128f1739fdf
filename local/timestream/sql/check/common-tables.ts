/** WITH: the tables of a query, and those that read themselves, which are made step by step. */
import type { CommonTable, Query, QueryBody } from '../ast';
import type { BoundCommonTable, BoundQuery } from '../bound';
import { notSupportedYet, SqlError } from '../errors';
import { commonType, sameType, typeName } from '../types';
import { coerce } from './coerce';
import { columnScope, readColumn } from './scope';
import type { CommonTableScope, Surroundings } from './surroundings';

interface Checked {
  readonly commonTables: readonly BoundCommonTable[];
  /** With the tables, for what follows WITH. */
  readonly around: Surroundings;
}

export function checkCommonTables(query: Query, outer: Surroundings): Checked {
  const known = new Map<string, CommonTableScope>(outer.commonTables);
  const around: Surroundings = { ...outer, commonTables: known };
  const own = new Set<string>();
  const commonTables = query.with.map((table): BoundCommonTable => {
    const { text, at } = table.name;
    if (own.has(text)) throw new SqlError(at, `WITH query name '${text}' specified more than once`);
    own.add(text);
    const name = around.freshName('w');
    const readsItself = query.recursive && mentions(table.query, text);
    const bound = readsItself ? checkRecursive(table, name, around) : { name, query: around.checkQuery(table.query, around) };
    known.set(text, { name, columns: columnsOf(table, bound) });
    return bound;
  });
  return { commonTables, around };
}

function columnsOf({ name, columns }: CommonTable, { query, step }: BoundCommonTable): BoundQuery['columns'] {
  if (columns !== undefined && columns.length !== query.columns.length) {
    throw new SqlError(name.at, `Column alias list has ${columns.length} entries but relation has ${query.columns.length} columns`);
  }
  return query.columns.map((column, index) => {
    const written = columns?.[index]?.text ?? column.name;
    // A step may make what the first rows do not have.
    return { ...column, ...(written !== undefined && { name: written }), ...(step && { mayBeNaN: true }) };
  });
}

/** Whether a table of the name is read anywhere below. */
function mentions(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('kind' in node && node.kind === 'table' && 'name' in node && Array.isArray(node.name) && node.name.length === 1) return nameIs(node.name[0], name);
  return Object.values(node).some((child) => mentions(child, name));
}

function nameIs(part: unknown, name: string): boolean {
  return typeof part === 'object' && part !== null && 'text' in part && part.text === name;
}

/** The table is `base UNION ALL step`; a step reads the rows that the step before it made, and no others. */
function checkRecursive(table: CommonTable, name: string, around: Surroundings): BoundCommonTable {
  const { at, text } = table.name;
  if (around.isStep) throw notSupportedYet(at, 'WITH RECURSIVE inside another');
  if (table.columns === undefined) throw new SqlError(at, 'missing column aliases in recursive WITH query');
  const { base, step } = recursiveSides(table);
  if (mentions(base, text)) throw new SqlError(at, 'WITH table name is referenced in the base relation of recursion');
  const captured = around.outer?.captures.length;
  const query = withoutBounds(around.checkQuery(asQuery(base), around));
  const previous = around.freshName('w');
  const columns = columnsOf(table, { name, query }).map((column) => ({ ...column, mayBeNaN: true }));
  let reads = 0;
  const commonTables = new Map(around.commonTables).set(text, { name: previous, columns, onRead: () => { reads += 1; } });
  const stepQuery = around.checkQuery(asQuery(step), { ...around, commonTables, isStep: true });
  if (reads > 1) throw new SqlError(at, 'multiple recursive references in the step relation of recursion');
  if (around.outer?.captures.length !== captured) throw notSupportedYet(at, 'WITH RECURSIVE that reads the query around it');
  return { name, query, step: { previous, query: likeBase(stepQuery, query, at, around.freshName('t')) } };
}

function recursiveSides({ name, query }: CommonTable): { base: QueryBody; step: QueryBody } {
  const { body } = query;
  const isPlain = query.with.length === 0 && query.orderBy.length === 0 && query.limit === undefined && query.offset === undefined;
  const last = body.kind === 'set' && body.operator === 'UNION' ? body.sides.at(-1) : undefined;
  if (body.kind !== 'set' || last === undefined || !isPlain) {
    throw new SqlError(name.at, 'A recursive WITH query must be a UNION ALL of a base relation and a step, and nothing else');
  }
  if (!body.all) throw notSupportedYet(last.at, 'WITH RECURSIVE with UNION DISTINCT');
  const [first, ...others] = body.sides.slice(0, -1);
  if (first === undefined) throw new Error('a set operation has two sides');
  return { base: others.length === 0 ? first.body : { ...body, sides: [first, ...others] }, step: last.body };
}

/** What holds for the base need not hold for the steps. */
function withoutBounds(query: BoundQuery): BoundQuery {
  return { ...query, columns: query.columns.map(({ atLeastNs: _ofBase, ...column }) => column) };
}

function asQuery(body: QueryBody): Query {
  return { with: [], recursive: false, body, orderBy: [], withTies: false };
}

/** The step with the types of the base. */
function likeBase(step: BoundQuery, base: BoundQuery, at: number, alias: string): BoundQuery {
  if (step.columns.length !== base.columns.length) {
    throw new SqlError(at, `base and step relations of recursion have different number of fields: ${base.columns.length}, ${step.columns.length}`);
  }
  const outputs = columnScope(step.columns, alias, []).map((column, index) => {
    const type = base.columns[index]?.type ?? column.expression.type;
    const common = commonType(column.expression.type, type);
    if (common === undefined || !sameType(common, type)) {
      const [from, to] = [column.expression.type, type].map(typeName);
      throw new SqlError(at, `recursion step relation output type (${from}) is not coercible to recursion base relation output type (${to}) at column ${index + 1}`);
    }
    return { expression: coerce(readColumn(column, at), type) };
  });
  return {
    commonTables: [], orderBy: [], columns: base.columns, withTies: false,
    body: { kind: 'select', distinct: false, from: { kind: 'query', query: step, alias }, outputs },
  };
}
