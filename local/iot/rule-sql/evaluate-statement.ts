/** Computes a parsed rule for one message: WHERE first, then the SELECT list (parse-statement gives the tree, run-rule the message). */
import { evaluate } from './evaluate';
import { evaluateSelection } from './evaluate-query';
import type { RuleContext } from './expression';
import type { Statement } from './parse-statement';
import { isArray, type Value } from './value';

/** `bytes` is the payload untouched, which `SELECT *` alone hands on. */
export type RuleResult = { readonly kind: 'json'; readonly value: Value } | { readonly kind: 'bytes'; readonly bytes: Buffer };

/**
 * @returns undefined when WHERE does not hold
 * @throws NotJsonError when a field of a payload that is not JSON is needed, Error when the result is no document
 */
export function evaluateStatement({ version, selection, where }: Statement, context: RuleContext): RuleResult | undefined {
  if (where !== undefined && evaluate(where, context) !== true) return undefined;
  if (selection.kind === 'object' && selection.items.length === 1 && selection.items[0]?.kind === 'all') return { kind: 'bytes', bytes: context.payload };
  const value = evaluateSelection(selection, context, evaluate);
  // https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-select.html
  if (selection.kind === 'value' && version === '2015-10-08' && isArray(value)) throw new Error('SELECT VALUE gives no array in SQL version 2015-10-08');
  if (value === undefined) throw new Error('SELECT VALUE has no value: the result is undefined');
  return { kind: 'json', value };
}
