/** GROUP BY: keys, (), and the grouping sets that CUBE and ROLLUP stand for; called by select.ts. */
import type { Expression, GroupBy, GroupingElement } from '../ast';
import { SqlError } from '../errors';
import { expression } from './expression';
import type { TokenCursor } from './token-cursor';

/** CUBE over n columns has 2^n sets. */
const MAX_CUBE_COLUMNS = 11;

export function groupBy(cursor: TokenCursor): GroupBy {
  const distinct = cursor.accept('DISTINCT');
  if (!distinct) cursor.accept('ALL');
  return { distinct, elements: cursor.list(() => element(cursor)) };
}

function element(cursor: TokenCursor): GroupingElement {
  const { at } = cursor;
  if (cursor.is('GROUPING', 'SETS')) {
    cursor.allowExtension(at, 'GROUPING SETS');
    cursor.expect('GROUPING', 'SETS', '(');
    const sets = cursor.list(() => keys(cursor));
    cursor.expect(')');
    return { kind: 'sets', sets };
  }
  if (cursor.accept('ROLLUP')) {
    cursor.allowExtension(at, 'ROLLUP');
    return { kind: 'sets', sets: rollup(columns(cursor)) };
  }
  if (cursor.accept('CUBE')) {
    cursor.allowExtension(at, 'CUBE');
    const named = columns(cursor);
    if (named.length > MAX_CUBE_COLUMNS) throw new SqlError(at, `CUBE over more than ${MAX_CUBE_COLUMNS} columns makes too many grouping sets`);
    return { kind: 'sets', sets: cube(named) };
  }
  return { kind: 'keys', keys: keys(cursor) };
}

/** `a`, `(a)`, `(a, b)` or `()`; ROW(a, b) is one key. */
function keys(cursor: TokenCursor): readonly Expression[] {
  if (cursor.accept('(', ')')) return [];
  const isBracketed = cursor.is('(');
  const key = expression(cursor);
  return isBracketed && key.kind === 'row' ? key.fields : [key];
}

/** Elements of CUBE and ROLLUP may be several columns that go together. */
function columns(cursor: TokenCursor): readonly (readonly Expression[])[] {
  cursor.expect('(');
  const elements = cursor.is(')') ? [] : cursor.list(() => keys(cursor));
  cursor.expect(')');
  return elements;
}

function rollup(elements: readonly (readonly Expression[])[]): readonly (readonly Expression[])[] {
  return [...elements.map((_element, index) => elements.slice(0, elements.length - index).flat()), []];
}

function cube([first, ...others]: readonly (readonly Expression[])[]): readonly (readonly Expression[])[] {
  if (first === undefined) return [[]];
  const rest = cube(others);
  return [...rest.map((set) => [...first, ...set]), ...rest];
}
