/** GROUP BY: its keys, and the grouping sets where there is more than one; called by select.ts. */
import type { Expression, GroupBy } from '../ast';
import type { Bound } from '../bound';
import { SqlError } from '../errors';
import { sameText } from './grouping';

/** The engine that the service derives from takes no more. */
const MAX_SETS = 2048;

export interface CheckedGroupBy {
  readonly keys: readonly Bound[];
  /** The keys of each set, by their position; undefined for one set of all keys. */
  readonly sets?: readonly (readonly number[])[];
}

/** @param checkKey checks an expression or ordinal as a key */
export function checkGroupBy({ elements, distinct }: GroupBy, checkKey: (key: Expression) => Bound): CheckedGroupBy {
  const keys: Bound[] = [];
  const texts: string[] = [];
  const place = (key: Bound) => {
    const text = sameText(key);
    const known = texts.indexOf(text);
    if (known >= 0) return known;
    keys.push(key);
    return texts.push(text) - 1;
  };
  const alternatives = elements.map((element) => (element.kind === 'keys'
    ? [element.keys.map((key) => place(checkKey(key)))]
    : element.sets.map((set) => set.map((column) => place(checkColumn(column, checkKey))))));
  if (elements.every((element) => element.kind === 'keys')) return { keys };
  const count = alternatives.reduce((product, sets) => product * sets.length, 1);
  if (count > MAX_SETS) throw new SqlError(keys[0]?.at ?? 0, `GROUP BY has ${count} grouping sets but can contain at most ${MAX_SETS}`);
  const sets = alternatives.reduce<readonly (readonly number[])[]>(
    (made, next) => made.flatMap((set) => next.map((added) => [...new Set([...set, ...added])].sort((a, b) => a - b))), [[]],
  );
  return { keys, sets: distinct ? withoutRepeats(sets) : sets };
}

/** Grouping sets are made of columns only. */
function checkColumn(written: Expression, checkKey: (key: Expression) => Bound): Bound {
  const key = written.kind === 'name' ? checkKey(written) : undefined;
  if (key === undefined || key.kind === 'outer') throw new SqlError(written.at, 'GROUP BY expression must be a column reference in GROUPING SETS, CUBE and ROLLUP');
  return key;
}

function withoutRepeats(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}
