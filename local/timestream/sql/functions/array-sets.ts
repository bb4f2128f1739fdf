/** Arrays as sets: what is in both, in one, in either. Here NULL is an element like any other, and NaN equals NaN. */
import { bind } from '../print/binding';
import { scalarFunction, type Printed } from './function';

/**
 * The places in `list` of the first of each kind of element, in order. Elements of both lists are sorted, those of
 * `other` first among equals: so the neighbour before the first of a kind tells whether `other` has it.
 *
 * @param isIn whether `other` must have the element, or must not; both lists are SQL that may be repeated
 */
function places(list: string, other: string, isIn: boolean): string {
  const sorted = `list_sort(list_concat(list_transform(${other}, lambda e: {'element': e, 'side': 0, 'place': CAST(0 AS BIGINT)}), ` +
    `list_transform(${list}, lambda e, i: {'element': e, 'side': 1, 'place': CAST(i AS BIGINT)})))`;
  // Every element with the one before it. Cut to the shorter: where list_zip fills up, a field of the NULL is not NULL.
  const pairs = `list_transform([${sorted}], lambda s: list_zip(s, list_concat([NULL], s), true))[1]`;
  const wanted = isIn
    ? 'p[1].side = 1 AND p[2].side = 0 AND p[1].element IS NOT DISTINCT FROM p[2].element'
    : 'p[1].side = 1 AND (p[2] IS NULL OR p[1].element IS DISTINCT FROM p[2].element)';
  return `list_sort(list_transform(list_filter(${pairs}, lambda p: ${wanted}), lambda p: p[1].place))`;
}

const selected = (list: string, other: string, isIn: boolean) => `list_select(${list}, ${places(list, other, isIn)})`;

/** An empty list of the same type; NULL for NULL. */
const none = (list: string) => `${list}[2:1]`;

const distinct = (array: Printed) => bind([array], (list) => selected(list, none(list), false));

const union = (a: Printed, b: Printed) => distinct({ ...a, sql: `(${a.sql} || ${b.sql})`, repeatable: false });

const bothSides = (isIn: boolean) => (a: Printed, b: Printed) => bind([a, b], (x, y) =>
  `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN ${selected(x, y, isIn)} END`);

/** A NULL could be equal to anything, but to nothing where there is nothing. */
const overlap = (a: Printed, b: Printed) => bind([a, b], (x, y) =>
  `CASE WHEN list_has_any(${x}, ${y}) THEN true WHEN len(${x}) > 0 AND len(${y}) > 0 ` +
  `AND (list_count(${x}) < len(${x}) OR list_count(${y}) < len(${y})) THEN NULL WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN false END`);

export const arraySets = [
  scalarFunction('array_distinct(array(T)) -> array(T)', distinct),
  scalarFunction('array_union(array(T), array(T)) -> array(T)', union),
  scalarFunction('array_intersect(array(T), array(T)) -> array(T)', bothSides(true)),
  scalarFunction('array_except(array(T), array(T)) -> array(T)', bothSides(false)),
  scalarFunction('arrays_overlap(array(T), array(T)) -> boolean', overlap),
];
