/** Every conversion between types, explicit or implied, as DuckDB SQL; the checker asks here what may become what. */
import { rowField } from '../bound';
import { bind } from '../print/binding';
import { bound, mapElements } from '../print/elements';
import { duckdbType } from '../print/literal';
import { raise } from '../print/raise';
import { floorModulo, ns, NS_PER_DAY } from '../print/whole-numbers';
import { DATE_RANGE } from '../time-range';
import { isScalarKind, MAX_NESTED_ARRAYS, nestedArrays, sameType, scalar, type ScalarKind, type SqlType } from '../types';
import { toDate } from './calendar';
import { printArguments, type Print, type Printed } from './function';

/** One conversion; `failure` is what to answer for a value that cannot be converted. */
type Conversion = (x: Printed, failure: (text: string, detail?: string) => string) => string;

const native = (type: string): Conversion => (x) => `CAST(${x.sql} AS ${type})`;
const call = (name: string): Conversion => (x) => `${name}(${x.sql})`;

/** Integers are told from other text first: DuckDB would also take ' 1', '1.5' and '1_000'. */
function textToInteger(type: 'INTEGER' | 'BIGINT'): Conversion {
  return (x, failure) => bind([x], (text) =>
    `CASE WHEN ${text} IS NULL THEN NULL WHEN regexp_full_match(${text}, '[+-]?[0-9]+') AND TRY_CAST(${text} AS ${type}) IS NOT NULL ` +
    `THEN TRY_CAST(${text} AS ${type}) ELSE ${failure("Cannot cast '", `${text} || ''' to ${type}'`)} END`);
}

/** Conversions that a JavaScript function does, answering NULL for text it does not take. */
function parsed(name: string, describe: (text: string) => readonly [string, string], after = (sql: string) => sql): Conversion {
  return (x, failure) => bind([x], (text) =>
    `CASE WHEN ${text} IS NOT NULL AND ${name}(${text}) IS NULL THEN ${failure(...describe(text))} ELSE ${after(`${name}(${text})`)} END`);
}

/** Halves round away from zero; DuckDB's own cast rounds them to even. */
function doubleToInteger(type: 'INTEGER' | 'BIGINT'): Conversion {
  return (x, failure) => bind([x], (value) =>
    `CASE WHEN ${value} IS NOT NULL AND TRY_CAST(round(${value}) AS ${type}) IS NULL ` +
    `THEN ${failure(`Out of range for ${type.toLowerCase()}: `, `timestream_double_text(${value})`)} ELSE TRY_CAST(round(${value}) AS ${type}) END`);
}

const bigintToInteger: Conversion = (x, failure) => bind([x], (value) =>
  `CASE WHEN ${value} IS NOT NULL AND TRY_CAST(${value} AS INTEGER) IS NULL ` +
  `THEN ${failure('Out of range for integer: ', `CAST(${value} AS VARCHAR)`)} ELSE TRY_CAST(${value} AS INTEGER) END`);

const textToBoolean: Conversion = (x, failure) => bind([x], (text) =>
  `CASE WHEN ${text} IS NULL THEN NULL WHEN lower(${text}) IN ('true', 't', '1') THEN true WHEN lower(${text}) IN ('false', 'f', '0') THEN false ` +
  `ELSE ${failure("Cannot cast '", `${text} || ''' to BOOLEAN'`)} END`);

/** There are no dates before 1970. */
const timestampToDate: Conversion = (x, failure) => toDate(x, (value) => failure('Out of range for date: ', `${value} || ' (${DATE_RANGE})'`));
const dateToTimestamp: Conversion = (x) => `(CAST(${x.sql} - DATE '1970-01-01' AS BIGINT) * ${ns(NS_PER_DAY)})`;

const conversions: Partial<Record<ScalarKind, Partial<Record<ScalarKind, Conversion>>>> = {
  boolean: {
    integer: native('INTEGER'),
    bigint: native('BIGINT'),
    double: (x) => `CAST(CAST(${x.sql} AS INTEGER) AS DOUBLE)`,
    varchar: native('VARCHAR'),
  },
  integer: { boolean: native('BOOLEAN'), bigint: native('BIGINT'), double: native('DOUBLE'), varchar: native('VARCHAR') },
  bigint: { boolean: native('BOOLEAN'), integer: bigintToInteger, double: native('DOUBLE'), varchar: native('VARCHAR') },
  double: {
    boolean: (x) => `(${x.sql} <> 0)`,
    integer: doubleToInteger('INTEGER'),
    bigint: doubleToInteger('BIGINT'),
    varchar: call('timestream_double_text'),
  },
  varchar: {
    boolean: textToBoolean,
    varbinary: (x) => `encode(${x.sql})`,
    integer: textToInteger('INTEGER'),
    bigint: textToInteger('BIGINT'),
    double: parsed('timestream_parse_double', (text) => ["Cannot cast '", `${text} || ''' to DOUBLE'`]),
    timestamp: parsed('timestream_parse_timestamp', (text) => ['Value cannot be cast to timestamp: ', text]),
    date: parsed('timestream_parse_date', (text) => ['Value cannot be cast to date: ', text], (days) => `(DATE '1970-01-01' + ${days})`),
    time: parsed('timestream_parse_time', (text) => ['Value cannot be cast to time: ', text]),
  },
  timestamp: {
    date: timestampToDate,
    time: (x) => floorModulo(x, ns(NS_PER_DAY)),
    varchar: call('timestream_timestamp_text'),
  },
  date: { timestamp: dateToTimestamp, varchar: native('VARCHAR') },
  time: { varchar: call('timestream_time_text') },
  'interval day to second': { varchar: call('timestream_day_interval_text') },
  'interval year to month': { varchar: call('timestream_month_interval_text') },
};

/** raise() is a BIGINT; a CASE wants its branches alike. */
function failing(to: SqlType, text: string, detail?: string): string {
  const raised = raise(text, detail);
  return to.kind === 'date' ? `(DATE '1970-01-01' + CAST(${raised} AS INTEGER))` : `CAST(${raised} AS ${duckdbType(to)})`;
}

/**
 * How a value of one type is written as another, or undefined when there is no way.
 *
 * @param safe answer NULL for what cannot be converted, as TRY_CAST does, where CAST fails
 */
export function castPrint(from: SqlType, to: SqlType, safe: boolean): Print | undefined {
  if (sameType(from, to)) return printArguments((x) => x.sql);
  if (from.kind === 'unknown') return printArguments((x) => `CAST(${x.sql} AS ${duckdbType(to)})`);
  const composed = composedCast(from, to);
  // One element that cannot be converted makes NULL of the whole.
  if (composed !== undefined) return safe ? (args, clock) => bind(args, (x) => `TRY(${composed([bound(x, from)], clock)})`) : composed;
  const conversion = conversions[scalarKind(from)]?.[scalarKind(to)];
  if (conversion === undefined) return undefined;
  const failure = safe ? () => `CAST(NULL AS ${duckdbType(to)})` : (text: string, detail?: string) => failing(to, text, detail);
  return printArguments((x) => conversion(x, failure));
}

function scalarKind(type: SqlType): ScalarKind {
  return isScalarKind(type.kind) ? type.kind : 'unknown';
}

/** Arrays, series and rows of the same kind, part by part. */
function composedCast(from: SqlType, to: SqlType): Print | undefined {
  if (from.kind === 'row' && to.kind === 'row') return rowCast(from.fields, to.fields);
  const element = elementTypes(from, to);
  return element && listCast(element, to);
}

type Fields = Extract<SqlType, { kind: 'row' }>['fields'];

function rowCast(from: Fields, to: Fields): Print | undefined {
  if (from.length !== to.length) return undefined;
  if (from.every(({ type }, index) => sameType(type, to[index]?.type ?? type))) return printArguments((x) => x.sql);
  const casts: Print[] = [];
  for (const [index, { type }] of from.entries()) {
    const cast = castPrint(type, to[index]?.type ?? type, false);
    if (cast === undefined) return undefined;
    casts.push(cast);
  }
  return (args, clock) => bind(args, (row) => {
    const fields = casts.map((cast, index) => `'${rowField(index)}': ${cast([bound(`struct_extract(${row}, '${rowField(index)}')`, from[index]?.type ?? scalar('unknown'))], clock)}`);
    return `CASE WHEN ${row} IS NOT NULL THEN {${fields.join(', ')}} END`;
  });
}

function elementTypes(from: SqlType, to: SqlType): [SqlType, SqlType] | undefined {
  if (from.kind === 'array' && to.kind === 'array') return [from.element, to.element];
  if (from.kind === 'timeseries' && to.kind === 'timeseries') return [from.value, to.value];
  return undefined;
}

/** As a whole where DuckDB's own cast of the elements is the right one. */
function listCast([from, to]: [SqlType, SqlType], whole: SqlType): Print | undefined {
  const exact: readonly ScalarKind[] = ['bigint', 'double'];
  const widens = from.kind === 'unknown' || ((from.kind === 'integer' || from.kind === 'bigint') && exact.some((kind) => sameType(to, scalar(kind))));
  if (widens) return printArguments((x) => `CAST(${x.sql} AS ${duckdbType(whole)})`);
  const cast = whole.kind === 'array' && nestedArrays(whole) <= MAX_NESTED_ARRAYS ? castPrint(from, to, false) : undefined;
  return cast && ((args, clock) => mapElements(args[0]?.sql ?? '', from, (element) => cast([element], clock)));
}
