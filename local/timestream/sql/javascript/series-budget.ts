/** How much the functions of arrays and time series may do for one vector of rows; register.ts counts it. */
import { DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';
import { fail } from './javascript-function';

/** Local: all that time the server does nothing else. One row may take longer, since it is not cut short. */
const TIME_LIMIT_MS = 10_000;
/** Local: every element of an answer is an object until the vector is written, and these take about 1 GB. */
const MAX_ELEMENTS = 5_000_000;

export const BUDGET_EXCEEDED = `A function of arrays or time series took more than ${TIME_LIMIT_MS / 1000} seconds or has more than ${MAX_ELEMENTS} elements in its answers for a part of the rows; ask for fewer or shorter ones`;

interface Limits {
  readonly elements: number;
  readonly ms: number;
  /** Counts on. */
  readonly clockMs: () => number;
}

const usual: Limits = { elements: MAX_ELEMENTS, ms: TIME_LIMIT_MS, clockMs: () => performance.now() };

/** @returns counts the answer of a row; throws as fail() when the rows up to it were too much */
export function seriesBudget(limits: Limits = usual): (answer: DuckDBValue) => void {
  const endMs = limits.clockMs() + limits.ms;
  let left = limits.elements;
  let rows = 0;
  return (answer) => {
    if (answer instanceof DuckDBListValue) left -= answer.items.length;
    rows += 1;
    // A single row has no smaller part to ask for.
    if (rows > 1 && (left < 0 || limits.clockMs() > endMs)) fail(BUDGET_EXCEEDED);
  };
}
