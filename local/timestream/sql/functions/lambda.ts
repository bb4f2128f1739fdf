/** Functions that take lambda expressions; check/lambda.ts checks these, BoundParameter tells how they are printed. */
import { parameterField, rowField } from '../bound';
import { bind } from '../print/binding';
import { duckdbType } from '../print/literal';
import { scalarFunction, type Printed } from './function';

const POINT = 'row(time timestamp, value T)';
const [TIME, VALUE] = [rowField(0), rowField(1)];
const [FIRST, SECOND] = [parameterField(0), parameterField(1)];

/** The points of a series as what a lambda is handed: rows, in the field of the parameter that they are for. */
function handedPoints(series: Printed, parameter: string, others = ''): string {
  return `list_transform(${series.sql}, lambda point: {${others}'${parameter}': {'${TIME}': point."time", '${VALUE}': point."value"}})`;
}

/** @param body made of the lambda's own */
function printLambda({ parameters = [], sql }: Printed, body = sql): string {
  return `lambda ${parameters.join(', ')}: ${body}`;
}

const filter = (series: Printed, condition: Printed) =>
  `list_transform(list_filter(${handedPoints(series, FIRST)}, ${printLambda(condition)}), ` +
  `lambda point: {'time': point.${FIRST}.${TIME}, 'value': point.${FIRST}.${VALUE}})`;

/** One pass: DuckDB wants state and point to be of one type, so each has a place for the other and leaves it empty. */
const reduce = (series: Printed, initial: Printed, step: Printed, output: Printed) => {
  const stateType = duckdbType(initial.type);
  const value = series.type.kind === 'timeseries' ? series.type.value : series.type;
  const noPoint = `CAST(NULL AS STRUCT(${TIME} BIGINT, ${VALUE} ${duckdbType(value)}))`;
  const held = (state: string) => `{'${FIRST}': CAST(${state} AS ${stateType}), '${SECOND}': ${noPoint}}`;
  const points = handedPoints(series, SECOND, `'${FIRST}': CAST(NULL AS ${stateType}), `);
  const state = `list_reduce(${points}, ${printLambda(step, held(step.sql))}, ${held(initial.sql)})`;
  // A state of NULL is held in a struct, so only a series of NULL makes none.
  const [whole = ''] = output.parameters ?? [];
  return `list_transform([${state}], ${printLambda(output, `CASE WHEN ${whole} IS NOT NULL THEN ${output.sql} END`)})[1]`;
};

/** Each piece is the text before a match and the match's groups, the last one only text. One replacement of NULL makes all NULL. */
const regexpReplace = (text: Printed, pattern: Printed, replacement: Printed) => {
  const [piece = ''] = replacement.parameters ?? [];
  const replaced = printLambda(replacement, `${piece}.before || CASE WHEN ${piece}.${FIRST} IS NULL THEN '' ELSE ${replacement.sql} END`);
  const texts: Printed = { ...text, sql: `list_transform(timestream_regexp_pieces(${text.sql}, ${pattern.sql}), ${replaced})`, repeatable: false };
  return bind([texts], (list) => `CASE WHEN list_count(${list}) = len(${list}) THEN array_to_string(${list}, '') END`);
};

export const lambda = [
  scalarFunction(`filter(timeseries(T), function(${POINT}, boolean)) -> timeseries(T)`, filter),
  scalarFunction(`reduce(timeseries(T), S, function(S, ${POINT}, S), function(S, R)) -> R`, reduce),
  scalarFunction('regexp_replace(varchar, varchar, function(array(varchar), varchar)) -> varchar', regexpReplace),
];
