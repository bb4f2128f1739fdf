/** Whether two engines gave the same answer: what is faster must first be right. */
import type { AnswerRow } from '../engines/engine';

/** Means are sums in another order. */
const TOLERANCE = 1e-9;

/**
 * Only columns that both have are compared: each engine adds some of its own to `SELECT *`, and names none of the
 * others differently.
 *
 * @returns the first difference, in words; undefined when there is none
 */
export function difference(left: readonly AnswerRow[], right: readonly AnswerRow[]): string | undefined {
  if (left.length !== right.length) return `${left.length} rows against ${right.length}`;
  const [sortedLeft, sortedRight] = [sorted(left), sorted(right)];
  const names = Object.keys(sortedLeft[0] ?? {}).filter((name) => sortedRight[0]?.[name] !== undefined);
  if (left.length > 0 && !names.some((name) => name.startsWith('usage_'))) return 'no metric in common';
  for (const [index, row] of sortedLeft.entries()) {
    const name = names.find((each) => !isSame(row[each], sortedRight[index]?.[each]));
    if (name !== undefined) return `row ${index}, ${name}: ${row[name]} against ${sortedRight[index]?.[name]}`;
  }
  return undefined;
}

function sorted(rows: readonly AnswerRow[]): readonly AnswerRow[] {
  const keys = rows.map((row) => ({ row, key: `${row.time} ${row.hostname}` }));
  return keys.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

function isSame(left: string | number | undefined, right: string | number | undefined): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left));
}
