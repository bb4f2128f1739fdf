/** The types of the query language: their names in messages, and which implicitly become which. */

export type ScalarKind =
  | 'unknown'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'varchar'
  | 'varbinary'
  | 'timestamp'
  | 'date'
  | 'time'
  | 'interval day to second'
  | 'interval year to month';

export type SqlType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'array'; readonly element: SqlType }
  | { readonly kind: 'row'; readonly fields: readonly { readonly name?: string; readonly type: SqlType }[] }
  | { readonly kind: 'timeseries'; readonly value: SqlType }
  /** What a lambda expression is; only ever the parameter of a function. */
  | { readonly kind: 'function'; readonly parameters: readonly SqlType[]; readonly returns: SqlType };

const scalars = {
  unknown: { kind: 'unknown' },
  boolean: { kind: 'boolean' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  double: { kind: 'double' },
  varchar: { kind: 'varchar' },
  varbinary: { kind: 'varbinary' },
  timestamp: { kind: 'timestamp' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  'interval day to second': { kind: 'interval day to second' },
  'interval year to month': { kind: 'interval year to month' },
} as const satisfies Record<ScalarKind, SqlType>;

export function scalar(kind: ScalarKind): SqlType {
  return scalars[kind];
}

export function isScalarKind(name: string): name is ScalarKind {
  return Object.hasOwn(scalars, name);
}

/** The type as messages print it: `array(bigint)`, `interval day to second`. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'array':
      return `array(${typeName(type.element)})`;
    case 'timeseries':
      return `timeseries(${typeName(type.value)})`;
    case 'function':
      return `function(${[...type.parameters, type.returns].map(typeName).join(', ')})`;
    case 'row':
      return `row(${type.fields.map((field) => (field.name === undefined ? '' : `${field.name} `) + typeName(field.type)).join(', ')})`;
    default:
      return type.kind;
  }
}

/** Rows are of the same type when their fields are, names included. */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a.kind === 'array' && b.kind === 'array') return sameType(a.element, b.element);
  if (a.kind === 'timeseries' && b.kind === 'timeseries') return sameType(a.value, b.value);
  if (a.kind === 'row' && b.kind === 'row') {
    return a.fields.length === b.fields.length && pairsOf(a, b).every(([from, to]) => from.name === to.name && sameType(from.type, to.type));
  }
  return a.kind === b.kind && typeName(a) === typeName(b);
}

type RowType = Extract<SqlType, { kind: 'row' }>;
type Field = RowType['fields'][number];

/** The fields of two rows by place, as far as the first goes. */
function pairsOf(a: RowType, b: RowType): readonly (readonly [Field, Field])[] {
  return a.fields.flatMap((field, index) => {
    const other = b.fields[index];
    return other === undefined ? [] : [[field, other] as const];
  });
}

/** Kinds each kind turns into without being asked, nearest first. */
const widenings: Partial<Record<ScalarKind, readonly ScalarKind[]>> = {
  integer: ['bigint', 'double'],
  bigint: ['double'],
  date: ['timestamp'],
};

/** Text stands for a time where a time is expected: day('2019-10-12 23:10:34'), time > '2022-01-01'. */
const textReadings: readonly ScalarKind[] = ['timestamp', 'date'];

function placeIn(kinds: readonly ScalarKind[], to: SqlType): number {
  const place = kinds.findIndex((kind) => kind === to.kind);
  return place < 0 ? Infinity : place + 1;
}

/**
 * How far `from` is from `to` when it may become it implicitly: 0 for the same type, Infinity when it may not.
 * The sum over all arguments ranks the candidates of an overloaded function.
 */
export function wideningDistance(from: SqlType, to: SqlType): number {
  if (sameType(from, to)) return 0;
  if (from.kind === 'unknown') return 1;
  if (from.kind === 'array' && to.kind === 'array') return wideningDistance(from.element, to.element);
  if (from.kind === 'timeseries' && to.kind === 'timeseries') return wideningDistance(from.value, to.value);
  if (from.kind === 'row' && to.kind === 'row') return rowDistance(from, to);
  return isScalarKind(from.kind) ? placeIn(widenings[from.kind] ?? [], to) : Infinity;
}

/** Field by field; a row may lose the names of its fields by itself, but not get others. */
function rowDistance(from: RowType, to: RowType): number {
  if (from.fields.length !== to.fields.length) return Infinity;
  return pairsOf(from, to).reduce((sum, [field, wanted]) =>
    sum + (wanted.name === undefined || wanted.name === field.name ? wideningDistance(field.type, wanted.type) : Infinity), 0);
}

/** As wideningDistance, with text also standing for times; for arguments and comparisons only. */
export function readingDistance(from: SqlType, to: SqlType): number {
  return Math.min(wideningDistance(from, to), from.kind === 'varchar' ? placeIn(textReadings, to) : Infinity);
}

type Distance = (from: SqlType, to: SqlType) => number;

/** The type of the two that both can become, or undefined; with readingDistance, text next to a time is a time. */
export function commonType(a: SqlType, b: SqlType, distance: Distance = wideningDistance): SqlType | undefined {
  if (distance(a, b) < Infinity) return b;
  if (distance(b, a) < Infinity) return a;
  return a.kind === 'row' && b.kind === 'row' ? commonRow(a, b) : undefined;
}

/** A field keeps its name where both rows have it. */
function commonRow(a: RowType, b: RowType): SqlType | undefined {
  if (a.fields.length !== b.fields.length) return undefined;
  const fields: Field[] = [];
  for (const [field, other] of pairsOf(a, b)) {
    const type = commonType(field.type, other.type);
    if (type === undefined) return undefined;
    fields.push({ ...(field.name !== undefined && field.name === other.name && { name: field.name }), type });
  }
  return { kind: 'row', fields };
}

/** Arrays inside each other that can be compared and converted: DuckDB plans for twice as long with each. */
export const MAX_NESTED_ARRAYS = 8;

/** How many arrays are inside each other, rows between them or not. */
export function nestedArrays(type: SqlType): number {
  if (type.kind === 'array') return nestedArrays(type.element) + 1;
  return type.kind === 'row' ? Math.max(0, ...type.fields.map((field) => nestedArrays(field.type))) : 0;
}

/** Whether values of the type can be told equal, grouped and made distinct. */
export function isComparable(type: SqlType): boolean {
  if (type.kind === 'timeseries') return false;
  if (type.kind === 'array') return nestedArrays(type) <= MAX_NESTED_ARRAYS && isComparable(type.element);
  if (type.kind === 'row') return type.fields.every((field) => isComparable(field.type));
  return true;
}

export function isOrderable(type: SqlType): boolean {
  return isScalarKind(type.kind);
}

export function isNumeric(type: SqlType): boolean {
  return type.kind === 'integer' || type.kind === 'bigint' || type.kind === 'double';
}
