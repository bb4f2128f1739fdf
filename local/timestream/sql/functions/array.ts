/** Array functions; elements count from 1. Arrays as sets are in array-sets.ts, sequences in sequence.ts. */
import { SqlError } from '../errors';
import { bind } from '../print/binding';
import { bound, elementType, filterElements, mapElements } from '../print/elements';
import { isComposed, printEquality } from '../print/equality';
import { duckdbType } from '../print/literal';
import { raise, raiseAs } from '../print/raise';
import { scalar, typeName } from '../types';
import { castPrint } from './cast';
import { scalarFunction, type ArgumentCheck, type Printed } from './function';
import { MAX_MADE_ENTRIES } from './sequence';

/** An array has no negative places and no place beyond its end; element_at answers NULL there, [] fails. */
export const subscript = (array: Printed, index: Printed) => {
  const fail = (message: string, detail?: string) => raiseAs(elementType(array.type), message, detail);
  return bind([array, index], (list, place) =>
    `CASE WHEN ${list} IS NULL OR ${place} IS NULL THEN NULL WHEN ${place} = 0 THEN ${fail('SQL array indices start at 1')} ` +
    `WHEN ${place} < 0 THEN ${fail('Array subscript is negative: ', `CAST(${place} AS VARCHAR)`)} ` +
    `WHEN ${place} > len(${list}) THEN ${fail('Array subscript must be less than or equal to array length: ', `${place} || ' > ' || len(${list})`)} ` +
    `ELSE ${list}[${place}] END`);
};

const elementAt = (array: Printed, index: Printed) => bind([array, index], (list, place) =>
  `CASE WHEN ${place} = 0 AND ${list} IS NOT NULL THEN ${raiseAs(elementType(array.type), 'SQL array indices start at 1')} ELSE ${list}[${place}] END`);

/** One after another; NULL if one is. */
export const concat = (...args: Printed[]) => bind(args, (...lists) =>
  `CASE WHEN ${lists.map((list) => `${list} IS NOT NULL`).join(' AND ')} THEN ${lists.reduce((all, list) => `list_concat(${all}, ${list})`)} END`);

const single = (x: Printed) => `CAST([${x.sql}] AS ${duckdbType(x.type)}[])`;

export const append = (array: Printed, element: Printed) =>
  bind([array, element], (list, x) => `CASE WHEN ${list} IS NOT NULL THEN list_concat(${list}, ${single({ ...element, sql: x })}) END`);

export const prepend = (element: Printed, array: Printed) =>
  bind([array, element], (list, x) => `CASE WHEN ${list} IS NOT NULL THEN list_concat(${single({ ...element, sql: x })}, ${list}) END`);

/** Each text follows a delimiter, so the first delimiter is cut off; DuckDB's own takes only constant ones. */
const join = (array: Printed, delimiter: Printed, replacement?: Printed) => {
  const element = elementType(array.type);
  const asText = castPrint(element, scalar('varchar'), false);
  return bind([array, delimiter, ...(replacement === undefined ? [] : [replacement])], (list = '', mark = '', other?: string) => {
    const texts = mapElements(list, element, (item) => {
      const text = asText?.([item], { nowNs: 0n }) ?? item.sql;
      return `${mark} || ${other === undefined ? text : `coalesce(${text}, ${other})`}`;
    });
    const nulls = [list, mark, ...(other === undefined ? [] : [other])].map((value) => `${value} IS NULL`).join(' OR ');
    return `CASE WHEN ${nulls} THEN NULL ELSE coalesce(substr(array_to_string(${texts}, ''), length(${mark}) + 1), '') END`;
  });
};

const joinable: ArgumentCheck = ([array]) => {
  if (array === undefined || castPrint(elementType(array.type), scalar('varchar'), false) !== undefined) return;
  throw new SqlError(array.at, `Input type ${typeName(array.type)} not supported`);
};

/** NULL if an element is; a NaN counts only among NaNs, which DuckDB takes for the largest. */
const extreme = (name: 'list_max' | 'list_min') => (array: Printed) => bind([array], (list) => {
  const element = elementType(array.type);
  const skipsNaN = name === 'list_max' && element.kind === 'double';
  const found = skipsNaN ? `coalesce(list_max(${filterElements(list, element, (item) => `NOT isnan(${item.sql})`)}), list_max(${list}))` : `${name}(${list})`;
  return `CASE WHEN list_count(${list}) = len(${list}) THEN ${found} END`;
});

const position = (array: Printed, wanted: Printed) => bind([array, wanted], (list, x) => {
  const { type } = wanted;
  const plain = !isComposed(type) && type.kind !== 'double';
  const found = plain
    ? `list_position(${list}, ${x})`
    : `list_position(${mapElements(list, type, (item) => printEquality('=', item, bound(x, type)))}, true)`;
  return `CASE WHEN ${list} IS NOT NULL AND ${x} IS NOT NULL THEN CAST(coalesce(${found}, 0) AS BIGINT) END`;
});

const remove = (array: Printed, unwanted: Printed) => bind([array, unwanted], (list, x) => {
  const { type } = unwanted;
  const unlike = (item: Printed) => printEquality('<>', item, bound(x, type));
  const unknown = raiseAs(scalar('boolean'), 'array_remove does not support arrays with elements that are null or contain null');
  const kept = filterElements(list, type, (item) =>
    `(${item.sql} IS NULL OR ${isComposed(type) ? `coalesce(${unlike(item)}, ${unknown})` : unlike(item)})`);
  return `CASE WHEN ${x} IS NOT NULL THEN ${kept} END`;
});

const slice = (array: Printed, start: Printed, length: Printed) => bind([array, start, length], (list, from, count) => {
  const first = `CASE WHEN ${from} > 0 THEN ${from} ELSE len(${list}) + ${from} + 1 END`;
  return `CASE WHEN ${list} IS NULL OR ${from} IS NULL OR ${count} IS NULL THEN NULL ` +
    `WHEN ${from} = 0 THEN ${raiseAs(array.type, 'SQL array indices start at 1')} ` +
    `WHEN ${count} < 0 THEN ${raiseAs(array.type, 'length must be greater than or equal to 0')} ` +
    `WHEN abs(CAST(${from} AS HUGEINT)) > len(${list}) THEN ${list}[2:1] ` +
    `ELSE list_slice(${list}, ${first}, ${first} - 1 + least(${count}, len(${list}))) END`;
});

const repeat = (element: Printed, count: Printed) => bind([element, count], (x, times) => {
  const places = `CASE WHEN ${times} < 0 THEN ${raise('count argument of repeat function must be greater than or equal to 0')} ` +
    `WHEN ${times} > ${MAX_MADE_ENTRIES} THEN ${raise(`count argument of repeat function must be less than or equal to ${MAX_MADE_ENTRIES}`)} ELSE ${times} END`;
  return `repeat(${single({ ...element, sql: x })}, ${places})`;
});

/** Sorted by a random number each. */
const shuffle = (array: Printed) =>
  `list_transform(list_sort(list_transform(${array.sql}, lambda e: {'place': random(), 'element': e})), lambda e: e.element)`;

/** All are made as long as the longest first: where list_zip fills up itself, a field of the NULL is not NULL. */
const zip = (...args: Printed[]) => bind(args, (...lists) => {
  const row = duckdbType({ kind: 'row', fields: args.map((arg) => ({ type: elementType(arg.type) })) });
  const longest = `greatest(${lists.map((list) => `len(${list})`).join(', ')})`;
  const filled = lists.map((list) => `list_resize(${list}, ${longest})`).join(', ');
  return `CASE WHEN ${lists.map((list) => `${list} IS NOT NULL`).join(' AND ')} THEN CAST(list_zip(${filled}) AS ${row}[]) END`;
});

/** Signatures of zip for two arrays and more. */
const zips = [['T', 'U'], ['T', 'U', 'V'], ['T', 'U', 'V', 'W'], ['T', 'U', 'V', 'W', 'X']].map((types) =>
  scalarFunction(`zip(${types.map((type) => `array(${type})`).join(', ')}) -> array(row(${types.join(', ')}))`, zip));

export const array = [
  scalarFunction('element_at(array(T), bigint) -> T', elementAt),
  scalarFunction('cardinality(array(T)) -> bigint', (x) => `len(${x.sql})`),
  scalarFunction('concat(array(T), array(T)...) -> array(T)', concat),
  scalarFunction('array_join(array(T), varchar) -> varchar', join, { check: joinable }),
  scalarFunction('array_join(array(T), varchar, varchar) -> varchar', join, { check: joinable }),
  scalarFunction('array_max(array(O)) -> O', extreme('list_max')),
  scalarFunction('array_min(array(O)) -> O', extreme('list_min')),
  scalarFunction('array_position(array(T), T) -> bigint', position),
  scalarFunction('array_remove(array(T), T) -> array(T)', remove),
  scalarFunction('array_sort(array(O)) -> array(O)', (x) => `list_sort(${x.sql}, 'ASC', 'NULLS LAST')`),
  scalarFunction('reverse(array(T)) -> array(T)', (x) => `list_reverse(${x.sql})`),
  scalarFunction('repeat(T, bigint) -> array(T)', repeat),
  scalarFunction('shuffle(array(T)) -> array(T)', shuffle, { isVolatile: true }),
  scalarFunction('slice(array(T), bigint, bigint) -> array(T)', slice),
  ...zips,
];
